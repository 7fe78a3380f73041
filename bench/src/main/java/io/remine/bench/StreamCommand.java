package io.remine.bench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench stream}: from Kafka to a published version against a loop of PyTorch and FAISS. */
@Command(
        name = "stream",
        mixinStandardHelpOptions = true,
        description =
                "From Kafka to a published version: the train job, and before and after it the loop of PyTorch and"
                        + " FAISS on the same topic, which writes its weights out as often."
                        + " Neither ranks by a first encoder as well: train.control-share is 0.")
final class StreamCommand implements Callable<Integer> {

    @Option(names = "--documents", defaultValue = "5000", description = "In the index. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(names = "--steps", defaultValue = "60", description = "Of the train job. Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "5000",
            description = "From one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Mixin
    private PeerOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean withPeer = options.ifPeerIsInstalled(out, Peer.TRAINING, List.of()) != null;
        SyntheticTask task = new SyntheticTask(documents, TextLength.OF_QUERIES, options.seed);
        StreamFigures figures = StreamBench.run(task, steps, intervalMillis, options, withPeer, line -> {
            out.println(line);
            out.flush();
        });
        if (withPeer) {
            out.printf("%-34s %8.1f examples/s%n", "peer, before", figures.peerBefore());
        }
        out.printf("%-34s %8.1f examples/s%n", "train job", figures.inJob());
        figures.speedRatio().ifPresent(ratio -> {
            out.printf("%-34s %8.1f examples/s%n", "peer, after", figures.peerAfter());
            out.printf("%-34s %8.3f%n", "train job / mean of the peer", ratio);
        });
        out.flush();
        options.report(figures.toJson());
        return 0;
    }
}
