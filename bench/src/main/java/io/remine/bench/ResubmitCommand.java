package io.remine.bench;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench resubmit}: whether a TaskManager takes more memory the more jobs have run in it. */
@Command(
        name = "resubmit",
        mixinStandardHelpOptions = true,
        description =
                "Cancels the train job and submits it again, several times in one TaskManager, a process of its own; each"
                        + " time it trains on the same examples. Fails unless its resident size stays within 5 %%.")
final class ResubmitCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--documents", defaultValue = "500", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--examples", defaultValue = "20000", description = "Of each time. Default: ${DEFAULT-VALUE}.")
    private int examples;

    @Option(
            names = "--warm-up",
            defaultValue = "8",
            description = "Submissions before, until classes of the first are unloaded. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--times",
            defaultValue = "5",
            description = "That it is submitted again. Default: ${DEFAULT-VALUE}.")
    private int times;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        MemoryCurve curve = new ResubmitBench(
                        new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed),
                        examples,
                        warmUp,
                        times,
                        ReportOptions.progress(out))
                .run();
        out.printf(
                "resident %.0f MiB after the warm-up, then %s MiB, farthest %+.1f %%: %s%n",
                curve.first() / MEBIBYTE,
                curve.windowBytes().stream()
                        .skip(1)
                        .map(bytes -> Math.round(bytes / MEBIBYTE))
                        .toList(),
                100 * curve.drift(),
                curve.isFlat() ? "flat" : "NOT FLAT");
        out.flush();
        options.report(Map.of("residentBytes", curve.windowBytes(), "examples", examples));
        return curve.isFlat() ? 0 : 1;
    }
}
