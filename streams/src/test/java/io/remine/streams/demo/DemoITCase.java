package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.streams.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on a tiny random encoder, twice on one directory. */
class DemoITCase {

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void everyClickIsTrainedOnceAndAnotherRunGoesOnFromThere() throws Exception {
        JsonNode first = run(1);

        assertThat(first.get("documents").asInt()).isEqualTo(300);
        assertThat(first.at("/lineage/inputExamples").asLong()).isPositive();
        assertLineageHolds(first);
        assertThat(first.get("driftFromBase").asDouble()).isLessThanOrEqualTo(1e-6);
        assertThat(first.get("deadLetters").asLong()).isZero();
        assertThat(first.get("releases").asLong()).isPositive();
        assertThat(first.get("prequential")).isNotEmpty();
        assertThat(first.at("/heldOut/queries").asInt()).isPositive();
        assertThat(first.at("/heldOut/frozen/recall200").asDouble()).isBetween(0.0, 1.0);
        for (String measured : new String[] {
            "/secondsToFirstSearch",
            "/secondsToFirstRelease",
            "/examplesPerSecond",
            "/clickToServedMillis/p95",
            "/documentToSearchableMillis/p95",
            "/checkpointMillis/p95"
        }) {
            assertThat(first.at(measured).isNumber()).as(measured).isTrue();
        }

        JsonNode second = run(2);

        assertLineageHolds(second);
        assertThat(second.at("/lineage/inputExamples").asLong())
                .isGreaterThan(first.at("/lineage/inputExamples").asLong());
        assertThat(second.at("/prequential/0/examples").asLong())
                .isGreaterThan(first.at("/lineage/trainedExamples").asLong());
    }

    private JsonNode run(int number) throws Exception {
        Path report = directory.resolve("report-" + number + ".json");
        DemoSettings settings = new DemoSettings(
                300,
                Duration.ofSeconds(12),
                false,
                Optional.of(report),
                0,
                Optional.of(directory.resolve("demo")),
                1,
                "random:1",
                Duration.ofSeconds(1));
        StringWriter seen = new StringWriter();
        int status = DemoProcess.run(settings, new Screen(new PrintWriter(seen), false));

        assertThat(status).as(seen.toString()).isZero();
        assertThat(seen.toString())
                .contains("The page: http://127.0.0.1:")
                .contains("digests equal")
                .contains("MRR@10");
        return json(report);
    }

    private static void assertLineageHolds(JsonNode report) {
        assertThat(report.at("/lineage/trainedExamples")).isEqualTo(report.at("/lineage/inputExamples"));
        assertThat(report.at("/lineage/trainedDigest")).isEqualTo(report.at("/lineage/inputDigest"));
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
