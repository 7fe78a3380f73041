package io.remine.bench.follow;

import io.remine.state.live.LiveIndexOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A started {@link PublisherCommand}: a broker with a published snapshot, which takes nothing of this process. */
final class PublisherProcess implements AutoCloseable {

    private final JavaProcess process;
    private final String bootstrapServers;

    private PublisherProcess(JavaProcess process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /** One that has published the snapshot. */
    static PublisherProcess start(Path directory, SnapshotOptions options) throws IOException, InterruptedException {
        return start(directory, options, List.of());
    }

    /** The same, and gets no time of the processor that others want, as if it were on another machine. */
    static PublisherProcess startAside(Path directory, SnapshotOptions options)
            throws IOException, InterruptedException {
        return start(directory, options, List.of("nice", "-n", "19"));
    }

    private static PublisherProcess start(Path directory, SnapshotOptions options, List<String> before)
            throws IOException, InterruptedException {
        JavaProcess process = JavaProcess.start(
                PublisherCommand.class,
                before,
                List.of("-Xmx1g"),
                List.of(
                        "--directory=" + directory,
                        "--rows=" + options.rows,
                        "--dimension=" + options.dimension,
                        "--seed=" + options.seed));
        try {
            return new PublisherProcess(process, process.await(PublisherCommand.BROKERS));
        } catch (InterruptedException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    LiveIndexOptions follower(Path cache) {
        return FollowerCommand.options(bootstrapServers, cache);
    }

    /**
     * Changes a share of the documents; publishes nothing yet.
     *
     * @return the checkpoint of the manifest that contains them
     */
    long prepare(double share) throws IOException, InterruptedException {
        process.say(PublisherCommand.PREPARE + " " + share);
        return Long.parseLong(process.await(PublisherCommand.PREPARED));
    }

    /** Begins to publish what was prepared last; done when it is committed. */
    CompletableFuture<Void> publish() throws IOException {
        process.say(PublisherCommand.PUBLISH);
        return CompletableFuture.runAsync(this::awaitPublished);
    }

    @Override
    public void close() {
        process.close();
    }

    private void awaitPublished() {
        try {
            process.await(PublisherCommand.PUBLISHED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the publisher publishes", e);
        }
    }
}
