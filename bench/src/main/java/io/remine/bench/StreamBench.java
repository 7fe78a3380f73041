package io.remine.bench;

import io.remine.operators.training.TrainerSettings;
import io.remine.state.live.View;
import io.remine.state.resource.Lease;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Trains on the examples of one topic, in the train job and in a peer's loop: from Kafka to published weights. The peer
 * runs before and after, for the machine may have changed its speed meanwhile.
 */
final class StreamBench {

    private static final int WARM_UP_STEPS = 5;

    private StreamBench() {}

    /** @param withPeer false if it is not installed */
    static StreamFigures run(
            SyntheticTask task,
            int steps,
            long intervalMillis,
            PeerOptions options,
            boolean withPeer,
            Consumer<String> progress)
            throws Exception {
        try (Deployment deployment = Deployment.start(task, intervalMillis, PeerTask.SETTINGS, progress)) {
            int examples = steps * deployment.batch();
            deployment.produceExamples(examples);
            if (!withPeer) {
                return new StreamFigures("", Double.NaN, deployment.train(examples), Double.NaN);
            }
            Path directory = deployment.directory().resolve("peer");
            write(directory, deployment);
            List<String> arguments = List.of(
                    directory.toString(),
                    "--threads",
                    Integer.toString(options.threads),
                    "--broker",
                    deployment.configuration().kafkaClient().getProperty("bootstrap.servers"),
                    "--topic",
                    deployment.configuration().topics().name(Topic.EXAMPLES),
                    "--interval",
                    Double.toString(intervalMillis / 1e3));
            try (Peer peer = Peer.start(options.python, options.scripts.resolve("stream.py"), arguments)) {
                train(peer, WARM_UP_STEPS * deployment.batch());
                int share = Math.max(1, (steps - WARM_UP_STEPS) / 2) * deployment.batch();
                progress.accept("training in the peer's loop");
                double before = train(peer, share);
                double inJob = deployment.train(examples);
                progress.accept("training in the peer's loop");
                double after = train(peer, share);
                return new StreamFigures(peer.name(), before, inJob, after);
            }
        }
    }

    /** Examples per second. */
    private static double train(Peer peer, int examples) throws IOException {
        return examples / peer.ask("examples " + examples).required("seconds").asDouble();
    }

    private static void write(Path directory, Deployment deployment) throws IOException {
        TrainerSettings settings = deployment.trainer();
        try (Lease<View> view = deployment.live().lease().orElseThrow()) {
            PeerTask.write(
                    directory,
                    deployment.source(),
                    view.get().index(),
                    List.of(),
                    settings.recipe(),
                    deployment.batch());
        }
    }
}
