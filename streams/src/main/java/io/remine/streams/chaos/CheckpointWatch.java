package io.remine.streams.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sees a checkpoint the moment it is complete: its metadata is written, and nobody has been told to commit.
 *
 * @param directory of the checkpoints of one job in all of its submissions, as Flink lays it out: {@code ID/chk-7/_metadata}
 */
record CheckpointWatch(Path directory) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(1);

    /**
     * Returns when there is one that was not there before.
     *
     * @throws IllegalStateException if there is none for five minutes
     */
    void awaitNext() throws IOException, InterruptedException {
        Set<Path> before = complete();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (before.containsAll(complete())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no new checkpoint in %s within %s".formatted(directory, PATIENCE));
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    private Set<Path> complete() throws IOException {
        Set<Path> complete = new HashSet<>();
        for (Path submission : children(directory)) {
            for (Path checkpoint : children(submission)) {
                if (Files.exists(checkpoint.resolve("_metadata"))) {
                    complete.add(checkpoint);
                }
            }
        }
        return complete;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(Files::isDirectory).toList();
        }
    }
}
