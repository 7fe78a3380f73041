package io.remine.bench;

import io.remine.streams.beir.Collection;
import io.remine.streams.mine.NegativeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench negatives}: {@code remine mine} against sentence-transformers' {@code mine_hard_negatives}. */
@Command(
        name = "negatives",
        mixinStandardHelpOptions = true,
        description = "Mines hard negatives of the same files with MiniLM here and in sentence-transformers with FAISS;"
                + " prints seconds and the largest resident size of either process."
                + " Sets a last rank of 100 and a relative margin of 0.05."
                + " Both must find the same triplets, but for one in a hundred.")
final class NegativesCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;

    @Option(names = "--queries", defaultValue = "20000", description = "Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Option(names = "--documents", defaultValue = "25000", description = "Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(
            names = "--collection",
            paramLabel = "DIR",
            description = "In BEIR's layout: its first documents, and train queries on them."
                    + " Default: texts of everyday words.")
    private Path collection;

    @Option(names = "--query-words", description = "Median of a made query's. Default: ${DEFAULT-VALUE}.")
    private int queryWords = TextLength.OF_QUERIES.medianWords();

    @Option(
            names = "--document-words",
            defaultValue = "32",
            description = "Median of a made document's. Default: ${DEFAULT-VALUE}.")
    private int documentWords;

    @Mixin
    private NegativeOptions mining = new NegativeOptions(5, 100, 0.05);

    @Mixin
    private PeerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean withPeer = options.isInstalled(Peer.NEGATIVES, out);
        Path directory = Files.createTempDirectory("remine-bench");
        try {
            NegativesBench bench = new NegativesBench(
                    options,
                    Path.of(System.getProperty("remine.root", "."), "remine"),
                    mining.count(),
                    mining.rangeMax().orElseThrow(),
                    mining.relativeMargin().orElseThrow());
            NegativesFigures figures = bench.run(task(directory), withPeer, directory);
            print(figures, out);
            options.report(figures.toJson());
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private NegativesTask task(Path directory) throws IOException {
        if (collection != null) {
            return NegativesTask.of(Collection.read(collection), queries, documents, directory);
        }
        double spread = TextLength.OF_QUERIES.spread();
        SyntheticTask task = new SyntheticTask(documents, new TextLength(documentWords, spread), options.seed);
        return NegativesTask.synthetic(task, new TextLength(queryWords, spread), queries, directory);
    }

    private static void print(NegativesFigures figures, PrintWriter out) {
        MeasuredProcess ours = figures.ours();
        out.printf(
                "%,d queries, %,d documents%n",
                figures.task().queries(), figures.task().documents());
        out.printf("%-48s %10s %10s%n", "", "seconds", "peak MiB");
        out.printf("%-48s %10.1f %10.0f%n", "ours, with its start", ours.seconds(), ours.peakBytes() / MEBIBYTE);
        figures.peer().ifPresent(peer -> {
            MeasuredProcess theirs = peer.process();
            out.printf(
                    "%-48s %10.1f %10.0f%n",
                    peer.name() + ", without", theirs.seconds(), theirs.peakBytes() / MEBIBYTE);
            out.printf("%-48s %10.3f %10.3f%n", "ratio", peer.timeRatio(ours), peer.memoryRatio(ours));
            out.printf("%-48s %10.4f%n", "triplets that both found", peer.common());
        });
        out.flush();
    }
}
