package io.remine.bench;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench soak}: whether anything grows in an hour of training. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description =
                "Trains a tiny encoder on queries and clicks that come at a steady rate. Fails if an example is lost or"
                        + " trained twice, the resident size leaves 5 %% of what it was after the warm-up, the join keeps more"
                        + " than its time-to-live explains, or a checkpoint fails or takes three times the median. With"
                        + " REMINE_HEAP=512m REMINE_JAVA_OPTIONS='-Xms512m -XX:+AlwaysPreTouch' the heap has one size, or its"
                        + " own growth up to its limit is seen as well.")
final class SoakCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--documents", defaultValue = "1000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--minutes", defaultValue = "60", description = "All in all. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(
            names = "--per-second",
            paramLabel = "EXAMPLES",
            defaultValue = "280",
            description = "A million an hour at the default, ${DEFAULT-VALUE}.")
    private double perSecond;

    @Option(
            names = "--warm-up",
            paramLabel = "MINUTES",
            description = "Before memory, state and checkpoints count. Default: a sixth of --minutes.")
    private Double warmUpMinutes;

    @Option(
            names = "--time-to-live",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Of what waits in the join: far less than the warm-up. Default: ${DEFAULT-VALUE}.")
    private int timeToLiveSeconds;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "From one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Duration all = minutes(minutes);
        Duration warmUp = warmUpMinutes == null ? all.dividedBy(6) : minutes(warmUpMinutes);
        SoakFigures figures = new SoakBench(
                        new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed),
                        perSecond,
                        warmUp,
                        all.minus(warmUp),
                        Duration.ofSeconds(timeToLiveSeconds),
                        intervalMillis,
                        ReportOptions.progress(out))
                .run();
        print(out, figures);
        options.report(figures.toJson());
        return figures.isKept() ? 0 : 1;
    }

    private static Duration minutes(double minutes) {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    private static void print(PrintWriter out, SoakFigures figures) {
        out.printf(
                "%-24s %,d; every one once: %s, %s%n",
                "examples",
                figures.examples(),
                figures.once().holds() ? "held" : "BROKEN",
                figures.once().seen());
        out.printf("%-24s %,d records at most, %,d in the end%n", "lag", figures.largestLag(), figures.lagAtLast());
        out.printf(
                "%-24s %.0f ms median, %d ms at most, of %d; %d above three times the median; %d failed%n",
                "checkpoints",
                CheckpointFigures.median(figures.checkpointMillis()),
                CheckpointFigures.largest(figures.checkpointMillis()),
                figures.checkpointMillis().size(),
                figures.slow(),
                figures.failedCheckpoints());
        out.printf("%-24s %s%n", "resident", figures.memory());
        out.printf(
                "%-24s %.2f MiB in the first quarter of the time, %.2f in the last: %s%n",
                "state of the join",
                figures.stateAtFirst() / MEBIBYTE,
                figures.stateAtLast() / MEBIBYTE,
                figures.isStateBounded() ? "bounded" : "GROWS");
        out.flush();
    }
}
