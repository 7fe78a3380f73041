package io.remine.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench merge}: what it costs that workers merge and read back what the others have learnt. */
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description =
                "Trains a tiny encoder with workers that merge at every checkpoint and with as many that never do, by"
                        + " turns; prints the ratio of examples per second, and of processor time per example.")
final class MergeCommand implements Callable<Integer> {

    @Option(names = "--documents", defaultValue = "1000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--workers", defaultValue = "4", description = "Of either. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(names = "--examples", defaultValue = "60000", description = "Of a turn. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(names = "--rounds", defaultValue = "5", description = "Of a turn each. Default: ${DEFAULT-VALUE}.")
    private int rounds;

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
        Comparison seen = new MergeBench(
                        new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed),
                        workers,
                        examples,
                        rounds,
                        intervalMillis,
                        ReportOptions.progress(out))
                .run();
        out.printf(
                "%-34s %8.0f examples/s merging, %.0f independent%n",
                workers + " workers",
                seen.examplesPerSecond(),
                seen.peerExamplesPerSecond().orElseThrow());
        print(out, "examples per second", 1 / seen.timeRatio().orElseThrow(), seen.speedRatios());
        print(out, "processor time per example", seen.cpuRatio().orElseThrow(), seen.cpuRatios());
        out.flush();
        options.report(seen.toJson());
        return 0;
    }

    private static void print(PrintWriter out, String what, double median, List<Double> rounds) {
        out.printf(
                "%-34s %8.3f of the independent ones' in the median, %.3f to %.3f%n",
                what,
                median,
                rounds.stream().mapToDouble(ratio -> ratio).min().orElseThrow(),
                rounds.stream().mapToDouble(ratio -> ratio).max().orElseThrow());
    }
}
