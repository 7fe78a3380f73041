package io.remine.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench step}: a training step against PyTorch's. */
@Command(
        name = "step",
        mixinStandardHelpOptions = true,
        description = "A training step of MiniLM, by turns with PyTorch: same weights, texts, loss and threads.")
final class StepCommand implements Callable<Integer> {

    private static final int SPECIAL_TOKENS = 2;

    @Option(
            names = "--tokens",
            split = ",",
            defaultValue = "16,64",
            description = "Of each text, one row of figures for each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> tokens;

    @Option(
            names = "--documents",
            defaultValue = "1000",
            description = "In the index; few, so that the search takes no time. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--rounds", defaultValue = "5", description = "Of each side. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--steps", defaultValue = "4", description = "Of a round. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Mixin
    private PeerOptions options;

    @Mixin
    private DeviceOption device;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        device.use();
        List<String> peerArguments = options.ifPeerIsInstalled(out, device.trainingModules(), device.peerArguments());
        TrainingTable table = new TrainingTable(out, "step, tokens");
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int length : tokens) {
            SyntheticTask task = new SyntheticTask(documents, new TextLength(length - SPECIAL_TOKENS, 0), options.seed);
            Comparison comparison = new TrainingBench(options, rounds, steps).run(task, peerArguments);
            table.add(Integer.toString(length), comparison);
            figures.put("tokens-" + length, comparison.toJson());
        }
        options.report(figures);
        return 0;
    }
}
