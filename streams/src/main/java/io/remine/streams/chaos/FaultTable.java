package io.remine.streams.chaos;

import io.remine.state.invariant.Finding;
import io.remine.streams.chaos.ChaosReport.Injected;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page that says of every fault which test shows that we survive it, and what chaos runs have seen. The list of faults is a
 * resource of lines with tabs between: number, fault, test classes, scenarios, and what is to be known besides.
 */
final class FaultTable {

    private static final String RESOURCE = "faults.tsv";
    private static final int COLUMNS = 5;

    private FaultTable() {}

    /**
     * A row.
     *
     * @param tests class names, all run by {@code mvn verify}
     * @param scenarios of {@code remine chaos}
     * @param remark empty, or what is not shown and why
     */
    record Row(String number, String fault, List<String> tests, List<Scenario> scenarios, String remark) {}

    static List<Row> rows() {
        try (InputStream lines = FaultTable.class.getResourceAsStream(RESOURCE)) {
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(FaultTable::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page in Markdown, with what these runs have seen. */
    static String of(List<ChaosReport> reports) {
        List<ChaosReport> inOrder = reports.stream()
                .sorted(Comparator.comparingLong(ChaosReport::startedMillis))
                .toList();
        StringBuilder page = new StringBuilder(
                """
                # Faults, and what shows that we survive them

                Written by `./remine chaos --table bench/faults=bench/FAULTS.md` from the reports in `bench/faults`, which `./remine
                chaos --report` has made. Tests run in every `mvn verify`.

                | fault | tests | `./remine chaos --scenario` | remark |
                | --- | --- | --- | --- |
                """);
        for (Row row : rows()) {
            page.append("| %s %s | %s | %s | %s |%n"
                    .formatted(
                            row.number(),
                            row.fault(),
                            row.tests().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
                            row.scenarios().stream().map(Scenario::label).collect(Collectors.joining(", ")),
                            row.remark()));
        }
        page.append(
                """

                ## Runs

                A deployment is back when a version that was published after the fault is visible, and whoever answered
                searches answers again.
                """);
        if (inOrder.isEmpty()) {
            page.append("\nNone yet.\n");
        }
        append(total(inOrder), page);
        inOrder.forEach(report -> append(report, page));
        return page.toString().replace(System.lineSeparator(), "\n");
    }

    static double median(List<Long> rising) {
        return (rising.get((rising.size() - 1) / 2) + rising.get(rising.size() / 2)) / 2.0;
    }

    private static Row row(String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != COLUMNS) {
            throw new IllegalStateException(
                    "'%s' in %s has %d columns, expected %d".formatted(line, RESOURCE, columns.length, COLUMNS));
        }
        return new Row(
                columns[0],
                columns[1],
                words(columns[2]),
                words(columns[3]).stream().map(Scenario::labelled).toList(),
                columns[4]);
    }

    private static List<String> words(String column) {
        return Arrays.stream(column.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    private static void append(ChaosReport report, StringBuilder page) {
        page.append(String.format(
                Locale.ROOT,
                "%n### %s, %s, seed %d, %.1f minutes: %s%n%n",
                Instant.ofEpochMilli(report.startedMillis())
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate(),
                report.scenario().label(),
                report.seed(),
                report.minutes(),
                report.holds() ? "held" : "BROKEN"));
        page.append("| | |\n| --- | --- |\n");
        report.recoveries().forEach((fault, millis) -> append(fault, millis, page));
        for (Map.Entry<String, Finding> invariant : report.invariants().entrySet()) {
            page.append("| %s | %s%s |%n"
                    .formatted(
                            invariant.getKey(),
                            invariant.getValue().holds() ? "" : "BROKEN: ",
                            invariant.getValue().seen().replace("|", "\\|")));
        }
    }

    private static Map<String, List<Long>> total(List<ChaosReport> reports) {
        Map<String, List<Long>> total = new TreeMap<>();
        for (ChaosReport report : reports) {
            for (Injected fault : report.faults()) {
                total.merge(fault.fault(), List.of(fault.recoveryMillis()), FaultTable::merged);
            }
        }
        return total;
    }

    private static List<Long> merged(List<Long> some, List<Long> others) {
        return Stream.concat(some.stream(), others.stream()).sorted().toList();
    }

    private static void append(Map<String, List<Long>> total, StringBuilder page) {
        if (!total.isEmpty()) {
            page.append("\n### All runs together\n\n| | |\n| --- | --- |\n");
            total.forEach((fault, millis) -> append(fault, millis, page));
        }
    }

    private static void append(String fault, List<Long> risingMillis, StringBuilder page) {
        page.append(String.format(
                Locale.ROOT,
                "| %s | %d times; back after %.1f s in the median, %.1f s at most |%n",
                fault,
                risingMillis.size(),
                median(risingMillis) / 1e3,
                risingMillis.get(risingMillis.size() - 1) / 1e3));
    }
}
