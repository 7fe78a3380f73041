package io.remine.streams.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** {@code cluster.json} of a cluster. Any process may read it at any time; those that change it wait for each other. */
final class StateFile {

    /** A file lock holds between processes, not between the threads of one. */
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private final ClusterDirectory directory;

    StateFile(ClusterDirectory directory) {
        this.directory = directory;
    }

    Optional<ClusterState> find() {
        Path file = directory.state();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > ClusterStateJson.MAX_BYTES) {
                throw new IOException("is larger than %d bytes".formatted(ClusterStateJson.MAX_BYTES));
            }
            return Optional.of(ClusterStateJson.read(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    ClusterState read() {
        return find().orElseThrow(() -> new IllegalArgumentException(
                "no cluster in %s; `remine cluster start` makes one".formatted(directory.root())));
    }

    /** What is written is what {@code change} makes of what is there; nobody else changes it meanwhile. */
    ClusterState update(UnaryOperator<ClusterState> change) {
        return replace(state -> change.apply(state.orElseGet(this::read)));
    }

    /** As {@link #update}, where there may be nothing yet. */
    ClusterState replace(Function<Optional<ClusterState>, ClusterState> change) {
        THIS_PROCESS.lock();
        try {
            Files.createDirectories(directory.root());
            try (FileChannel channel = FileChannel.open(
                    directory.root().resolve("cluster.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                ClusterState changed = change.apply(find());
                Path written = directory.root().resolve("cluster.json.new");
                Files.write(written, ClusterStateJson.write(changed));
                Files.move(
                        written,
                        directory.state(),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                return changed;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.state(), e);
        } finally {
            THIS_PROCESS.unlock();
        }
    }
}
