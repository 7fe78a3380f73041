package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Report REPORT = new Report(
            10_000,
            61.5,
            70.25,
            40,
            new Report.HeldOut(
                    2_529, new Report.Quality(0.13, 0.27, 0.61), new Report.Quality(0.18, 0.33, 0.66), 0.031),
            List.of(new Report.Point("t/1", 320, 0.14, null), new Report.Point("t/2", 640, 0.15, 0.13)),
            new Report.LineageCheck(640, "00000000000000ff", 640, "00000000000000ff"),
            0.0,
            new Durations.Percentiles(4_000L, 9_000L),
            new Durations.Percentiles(2_000L, 5_000L),
            58.5,
            new Durations.Percentiles(400L, 900L),
            0,
            1);

    @Test
    void theFieldsAreThoseThatReadersOfTheReportKnow(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("below/report.json");
        REPORT.writeTo(file);
        JsonNode json = new ObjectMapper().readTree(Files.readString(file));

        assertThat(json.fieldNames())
                .toIterable()
                .contains(
                        "documents",
                        "secondsToFirstSearch",
                        "secondsToFirstRelease",
                        "releases",
                        "heldOut",
                        "prequential",
                        "lineage",
                        "driftFromBase",
                        "clickToServedMillis",
                        "documentToSearchableMillis",
                        "examplesPerSecond",
                        "checkpointMillis",
                        "deadLetters");
        assertThat(names(json.at("/heldOut"))).containsExactly("queries", "frozen", "live", "mrr10DifferenceLow95");
        assertThat(names(json.at("/heldOut/frozen"))).containsExactly("mrr10", "recall10", "recall200");
        assertThat(names(json.at("/heldOut/live"))).containsExactly("mrr10", "recall10", "recall200");
        assertThat(names(json.at("/prequential/0"))).containsExactly("version", "examples", "mrr10", "controlMrr10");
        assertThat(names(json.at("/lineage")))
                .containsExactly("inputExamples", "inputDigest", "trainedExamples", "trainedDigest");
        for (String percentiles : List.of("clickToServedMillis", "documentToSearchableMillis", "checkpointMillis")) {
            assertThat(names(json.get(percentiles))).containsExactly("p50", "p95");
        }
        assertThat(json.at("/prequential/0/controlMrr10").isNull()).isTrue();
        assertThat(file.resolveSibling("report.json.partial")).doesNotExist();
    }

    @Test
    void percentilesAreNearestRanks() {
        Durations durations = new Durations();
        assertThat(durations.percentiles()).isEqualTo(new Durations.Percentiles(null, null));

        LongStream.rangeClosed(1, 200).map(i -> 201 - i).forEach(durations::add);
        assertThat(durations.percentiles()).isEqualTo(new Durations.Percentiles(100L, 190L));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
