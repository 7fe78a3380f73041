package io.remine.bench;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench job}: what the train job costs beyond the step itself. */
@Command(
        name = "job",
        mixinStandardHelpOptions = true,
        description = "Trains the same examples in a bare loop, in the train job, and in the loop again;"
                + " prints examples per second and their ratio.")
final class JobCommand implements Callable<Integer> {

    @Option(names = "--documents", defaultValue = "10000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--steps", defaultValue = "240", description = "Of the train job. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(names = "--words", defaultValue = "14", description = "Of a text. Default: ${DEFAULT-VALUE}.")
    private int words;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "10000",
            description = "From one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        JobFigures figures = JobBench.run(
                new SyntheticTask(documents, new TextLength(words, 0), options.seed),
                steps,
                intervalMillis,
                ReportOptions.progress(out));
        out.printf("%-34s %8.1f examples/s%n", "step alone, before", figures.aloneBefore());
        out.printf("%-34s %8.1f examples/s%n", "train job", figures.inJob());
        out.printf("%-34s %8.1f examples/s%n", "step alone, after", figures.aloneAfter());
        out.printf("%-34s %8.3f%n", "train job / mean of the others", figures.ratio());
        out.flush();
        options.report(figures.toJson());
        return 0;
    }
}
