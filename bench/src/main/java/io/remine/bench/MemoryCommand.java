package io.remine.bench;

import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.MiniLm;
import io.remine.state.encoder.RandomEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench memory}: whether training takes more memory the longer it goes on. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "Trains on queries of varying length and watches the resident size of the process:"
                + " medians of windows must stay within 5 %% of the first, or the command fails."
                + " Without --encoder, each encoder in a process of its own. With REMINE_HEAP=512m"
                + " REMINE_JAVA_OPTIONS='-Xms512m -XX:+AlwaysPreTouch' the heap has one size, or its own growth up to its"
                + " limit is seen as well.")
final class MemoryCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;
    private static final int REPORTED_STEPS = 250;

    /** What is trained, and over which steps of 32 examples. */
    enum Which {
        /** Two layers of 32 numbers, from example 20,000 to 200,000. */
        TINY(625, 6_250),
        /** From step 500 to 2,000. */
        MINILM(500, 2_000);

        private final int fromStep;
        private final int toStep;

        Which(int fromStep, int toStep) {
            this.fromStep = fromStep;
            this.toStep = toStep;
        }

        EncoderSource source(long seed) {
            return this == TINY ? RandomEncoder.source(RandomEncoder.TINY, seed) : MiniLm.load();
        }
    }

    @Option(names = "--encoder", description = "${COMPLETION-CANDIDATES}. Default: both.")
    private Which which;

    @Option(names = "--documents", defaultValue = "10000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(
            names = "--from-step",
            description = "The first that counts. Default: example 20,000, and step 500 of MiniLM.")
    private Integer fromStep;

    @Option(names = "--to-step", description = "The last. Default: example 200,000, and step 2,000 of MiniLM.")
    private Integer toStep;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (which != null) {
            return run(which);
        }
        int failed = 0;
        for (Which each : Which.values()) {
            failed = Math.max(failed, runInOwnProcess(each));
        }
        return failed;
    }

    private int run(Which encoder) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        SyntheticTask task = new SyntheticTask(documents, TextLength.OF_QUERIES, seed);
        int from = fromStep == null ? encoder.fromStep : fromStep;
        int to = toStep == null ? encoder.toStep : toStep;
        MemoryBench bench = new MemoryBench(encoder.source(seed), task, from, to);
        MemoryCurve curve = bench.run(step -> {
            if (step % REPORTED_STEPS == 0) {
                out.printf("%s step %d%n", encoder, step);
                out.flush();
            }
        });
        out.printf(
                "%s steps %,d to %,d: resident %.1f MiB at first, %.1f at last, farthest %+.2f %%, windows %s MiB: %s%n",
                encoder,
                from,
                to,
                curve.first() / MEBIBYTE,
                curve.last() / MEBIBYTE,
                100 * curve.drift(),
                curve.windowBytes().stream()
                        .map(bytes -> Math.round(bytes / MEBIBYTE))
                        .toList(),
                curve.isFlat() ? "flat" : "NOT FLAT");
        out.flush();
        return curve.isFlat() ? 0 : 1;
    }

    /** What one leaves on the heap would hide what the next one takes. */
    private int runInOwnProcess(Which encoder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName(), "memory"));
        command.addAll(List.of("--encoder", encoder.name()));
        command.addAll(List.of("--documents", Integer.toString(documents), "--seed", Long.toString(seed)));
        if (fromStep != null) {
            command.addAll(List.of("--from-step", fromStep.toString()));
        }
        if (toStep != null) {
            command.addAll(List.of("--to-step", toStep.toString()));
        }
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
