package io.remine.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench backlog}: what training is like while a million examples wait. */
@Command(
        name = "backlog",
        mixinStandardHelpOptions = true,
        description = "Trains a tiny encoder while far more examples wait than it takes in that time. Fails if more"
                + " than one checkpoint in twenty takes longer than two micro-batches and a second, one fails, or memory"
                + " is not flat.")
final class BacklogCommand implements Callable<Integer> {

    @Option(names = "--documents", defaultValue = "1000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--examples", defaultValue = "1000000", description = "That wait. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Before memory counts. Default: ${DEFAULT-VALUE}.")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "120", description = "Of training then. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "2000",
            description = "From one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        BacklogFigures figures = BacklogBench.run(
                new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed),
                examples,
                warmUpSeconds,
                seconds,
                intervalMillis,
                ReportOptions.progress(out));
        print(out, figures);
        options.report(figures.toJson());
        return figures.isKept() ? 0 : 1;
    }

    private static void print(PrintWriter out, BacklogFigures figures) {
        out.printf("%-24s %,d records, then %,d%n", "lag", figures.lagAtFirst(), figures.lagAtLast());
        out.printf(
                "%-24s %,d examples in %.0f s, the slowest of 32 seen in %.1f ms%n",
                "trained", figures.trained(), figures.seconds(), figures.stepMillis());
        out.printf(
                "%-24s %.0f ms median, %d ms at most, of %d; %d above two micro-batches and a second; %d failed%n",
                "checkpoints",
                CheckpointFigures.median(figures.checkpointMillis()),
                CheckpointFigures.largest(figures.checkpointMillis()),
                figures.checkpointMillis().size(),
                figures.late(),
                figures.failedCheckpoints());
        out.printf("%-24s %s%n", "resident", figures.memory());
        out.flush();
    }
}
