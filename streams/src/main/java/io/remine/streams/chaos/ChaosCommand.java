package io.remine.streams.chaos;

import io.remine.streams.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine chaos}: faults on real processes, and what held. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        description =
                "Runs a deployment of real processes on a tiny encoder, lets readers read, and kills, pauses and takes"
                        + " away its processes by a schedule that the seed decides; ends with 0 if every invariant held.")
public final class ChaosCommand implements Callable<Integer> {

    @Option(
            names = "--scenario",
            defaultValue = "mixed",
            description = "taskmanager, jobmanager, broker, away, exception, search, consumer, pause, network, mixed or"
                    + " calm. Default: ${DEFAULT-VALUE}.")
    private String scenario;

    @Option(
            names = "--reference",
            description =
                    "One worker learns from the topic examples; in the end another replays it undisturbed, and both must"
                            + " have the same parameters, bit for bit.")
    private boolean reference;

    @Option(names = "--seed", defaultValue = "1", description = "Decides the schedule. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--minutes",
            defaultValue = "5",
            description = "That faults are injected for. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--clicks-per-second",
            defaultValue = "50",
            description = "Of all readers; with --reference, examples. Default: ${DEFAULT-VALUE}.")
    private double clicksPerSecond;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Of the deployment, kept afterwards; without it a temporary one, kept only if something broke.")
    private Path directory;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes what happened as JSON.")
    private Path report;

    @Option(
            names = "--table",
            paramLabel = "DIR=FILE",
            description = "Runs nothing: writes the table of faults from the reports in a directory:"
                    + " bench/faults=bench/FAULTS.md, after new ones have been added.")
    private Map<Path, Path> table;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Screen screen = Screen.on(spec.commandLine().getOut());
        if (table != null) {
            for (Map.Entry<Path, Path> entry : table.entrySet()) {
                Files.writeString(entry.getValue(), FaultTable.of(ChaosReport.readAll(entry.getKey())));
                screen.line("written " + entry.getValue());
            }
            return 0;
        }
        Plan plan = new Plan(
                Scenario.labelled(scenario),
                seed,
                Duration.ofMillis((long) (minutes * 60_000)),
                clicksPerSecond,
                reference);
        boolean temporary = directory == null;
        Path root = temporary ? Files.createTempDirectory("remine-chaos") : directory;
        screen.line("scenario %s%s, seed %d".formatted(scenario, reference ? ", one worker" : "", seed));
        ChaosReport seen = new ChaosRun(plan, root, screen).run();
        print(seen, screen);
        if (report != null) {
            seen.writeTo(report);
        }
        if (temporary && seen.holds()) {
            delete(root);
        } else {
            screen.line("logs and data are in " + root);
        }
        return seen.holds() ? 0 : 1;
    }

    private static void print(ChaosReport report, Screen screen) {
        screen.line("");
        report.recoveries()
                .forEach((fault, millis) -> screen.line(String.format(
                        Locale.ROOT,
                        "%-30s %4d times, back after %.1f s in the median, %.1f s at most",
                        fault,
                        millis.size(),
                        FaultTable.median(millis) / 1e3,
                        millis.get(millis.size() - 1) / 1e3)));
        report.invariants()
                .forEach((name, finding) -> screen.line(
                        "%-28s %-6s  %s".formatted(name, finding.holds() ? "held" : "BROKEN", finding.seen())));
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
