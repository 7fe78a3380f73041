package io.remine.bench;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench mine}: mining and training against a loop of PyTorch and FAISS. */
@Command(
        name = "mine",
        mixinStandardHelpOptions = true,
        description = "Mines negatives and trains MiniLM on them, by turns with the usual loop of PyTorch and FAISS:"
                + " encode, search, encode with gradients, step.")
final class MineCommand implements Callable<Integer> {

    @Option(
            names = "--documents",
            split = ",",
            defaultValue = "25000,100000",
            description = "In the index, one row of figures for each. Default: ${DEFAULT-VALUE}.")
    private List<Integer> documents;

    @Option(names = "--words", description = "Median of a query's. Default: ${DEFAULT-VALUE}.")
    private int words = TextLength.OF_QUERIES.medianWords();

    @Option(
            names = "--spread",
            description = "Standard deviation of the logarithm of a query's words; 0 for queries of one length."
                    + " Default: ${DEFAULT-VALUE}, as in MedQuAD and Stack Overflow.")
    private double spread = TextLength.OF_QUERIES.spread();

    @Option(names = "--rounds", defaultValue = "5", description = "Of each side. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--steps", defaultValue = "8", description = "Of a round. Default: ${DEFAULT-VALUE}.")
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
        List<String> arguments = new ArrayList<>(device.peerArguments());
        arguments.add("--mine");
        List<String> peerArguments = options.ifPeerIsInstalled(out, device.trainingModules(), arguments);
        TrainingTable table = new TrainingTable(out, "mine + train, documents");
        Map<String, Object> figures = new LinkedHashMap<>();
        for (int count : documents) {
            SyntheticTask task = new SyntheticTask(count, new TextLength(words, spread), options.seed);
            Comparison comparison = new TrainingBench(options, rounds, steps).run(task, peerArguments);
            table.add(Integer.toString(count), comparison);
            figures.put("documents-" + count, comparison.toJson());
        }
        options.report(figures);
        return 0;
    }
}
