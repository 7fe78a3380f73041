package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.invariant.Finding;
import io.remine.streams.chaos.ChaosReport.Injected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultTableTest {

    private static final ChaosReport BROKEN = new ChaosReport(
            1_790_000_000_000L,
            Scenario.MIXED,
            7,
            2.5,
            1_000,
            40,
            List.of(
                    new Injected("kill broker", "broker-1", 100, 9_000),
                    new Injected("kill broker", "broker-1", 20_000, 3_000),
                    new Injected("pause broker 3 s", "broker-1", 40_000, 5_000)),
            Map.of("no worker strays", new Finding(false, "version a/7: drift 0.1 of at most 1e-06")));

    @TempDir
    private Path directory;

    @Test
    void hasARowForEveryFaultThatNamesWhatShowsItOrWhyNothingDoes() {
        List<FaultTable.Row> rows = FaultTable.rows();
        assertThat(rows)
                .extracting(FaultTable.Row::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 26)
                        .mapToObj(number -> "F" + number)
                        .toList());
        assertThat(rows)
                .allMatch(row -> !row.tests().isEmpty()
                        || !row.scenarios().isEmpty()
                        || !row.remark().isEmpty());
    }

    @Test
    void everyTestThatItNamesIsThere() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            tests = files.filter(file -> file.toString().contains("src/test/java"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        assertThat(FaultTable.rows().stream().flatMap(row -> row.tests().stream()))
                .isNotEmpty()
                .allMatch(tests::contains);
    }

    /** After a new report: {@code ./remine chaos --table bench/faults=bench/FAULTS.md}. */
    @Test
    void theCommittedPageIsWhatTheCommittedReportsSay() throws IOException {
        Path bench = Path.of("../bench");
        List<ChaosReport> reports = ChaosReport.readAll(bench.resolve("faults"));
        assertThat(reports).isNotEmpty();
        assertThat(bench.resolve("FAULTS.md")).hasContent(FaultTable.of(reports));
    }

    @Test
    void aReportComesBackAsItWasWrittenAndABrokenInvariantIsSeen() throws IOException {
        Path file = directory.resolve("report.json");
        BROKEN.writeTo(file);
        ChaosReport read = ChaosReport.read(file);
        assertThat(read).isEqualTo(BROKEN);
        assertThat(read.holds()).isFalse();
        assertThat(FaultTable.of(List.of(read)))
                .contains("### 2026-09-21, mixed, seed 7, 2.5 minutes: BROKEN")
                .contains("| kill broker | 2 times; back after 6.0 s in the median, 9.0 s at most |")
                .contains("| no worker strays | BROKEN: version a/7: drift 0.1 of at most 1e-06 |");
        Files.writeString(file, "{\"version\": 2}");
        assertThatThrownBy(() -> ChaosReport.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this release reads 1");
    }
}
