package io.remine.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench checkpoint}: what a worker's state costs at a checkpoint and at a restart. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = "Lets the train job's workers write their state at checkpoints, and restarts the job from them;"
                + " prints how long a worker stood still for it, and how long it took to start again.")
final class CheckpointCommand implements Callable<Integer> {

    @Option(names = "--workers", defaultValue = "2", description = "1 or 2. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--documents", defaultValue = "1000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--examples", defaultValue = "50000", description = "To train on. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(
            names = "--checkpoints",
            defaultValue = "5",
            description = "Before each restart. Default: ${DEFAULT-VALUE}.")
    private int checkpoints;

    @Option(names = "--restarts", defaultValue = "3", description = "Default: ${DEFAULT-VALUE}.")
    private int restarts;

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
        CheckpointFigures figures = CheckpointBench.run(
                new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed),
                workers,
                examples,
                checkpoints,
                restarts,
                intervalMillis,
                ReportOptions.progress(out));
        out.printf("%-34s %8.1f MB%n", "state of a worker", figures.stateBytes() / 1e6);
        print(out, "in the worker's thread", figures.inThreadMillis());
        print(out, "deployed to running", figures.restoreMillis());
        out.flush();
        options.report(figures.toJson());
        return 0;
    }

    private static void print(PrintWriter out, String what, List<Long> millis) {
        out.printf(
                "%-34s %8.0f ms median, %d ms at most, of %d%n",
                what, CheckpointFigures.median(millis), CheckpointFigures.largest(millis), millis.size());
    }
}
