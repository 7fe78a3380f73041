package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.ManifestId;
import io.remine.state.live.LiveState.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A consumer that is killed at each step of a refresh: whatever it leaves on its disk, the next one has the old view or the
 * new one, whichever the log holds, and nothing else. {@code FollowerITCase} kills real processes.
 */
class KilledConsumerTest {

    @TempDir
    private Path directory;

    private final IndexTopic indexes = new IndexTopic(4, 9);
    private final byte[] oldSegment = indexes.segment("a".repeat(99_000));
    private final byte[] newSegment = indexes.segment("b".repeat(199_000));
    private final List<KeyedBytes> oldLog = log("index/1", oldSegment);
    private final List<KeyedBytes> newLog = log("index/2", newSegment);

    /** What a killed process had done: records that it had taken, and how far it was with the next one. */
    private int attempt;

    @Test
    void killedAfterAnyRecord() throws IOException {
        List<KeyedBytes> log = new ArrayList<>(oldLog);
        log.addAll(newLog);
        for (int taken = 0; taken <= log.size(); taken++) {
            Path left = killedAfter(log.subList(0, taken));
            assertGoesOn(left, oldLog, "index/1", oldSegment);
            assertGoesOn(left, log, "index/2", newSegment);
        }
    }

    @Test
    void killedInTheMiddleOfAWrite() throws IOException {
        for (int taken = 1; taken < newLog.size() - 1; taken++) {
            Path left = killedAfter(newLog.subList(0, taken));
            Path file = left.resolve("index/incoming")
                    .resolve(BlobHash.of(newSegment).hex());
            Files.write(
                    file, new byte[12_345], StandardOpenOption.APPEND); // the next chunk, of which little was written
            assertGoesOn(left, newLog, "index/2", newSegment);
        }
    }

    @Test
    void killedBetweenTheLastWriteAndTheNewName() throws IOException {
        Path left = killedAfter(oldLog);
        Files.write(
                left.resolve("index/incoming").resolve(BlobHash.of(newSegment).hex()), newSegment);

        assertGoesOn(left, oldLog, "index/1", oldSegment);
        assertGoesOn(left, newLog, "index/2", newSegment);
    }

    @Test
    void killedBetweenTheNewNameAndTheSwap() throws IOException {
        Path left = killedAfter(oldLog);
        Files.write(left.resolve("index/blobs").resolve(BlobHash.of(newSegment).hex()), newSegment);

        assertGoesOn(left, oldLog, "index/1", oldSegment);
        assertGoesOn(left, newLog, "index/2", newSegment);
    }

    /** What is on the disk when these records have been read and the process is gone: nothing is done when it ends. */
    private Path killedAfter(List<KeyedBytes> records) throws IOException {
        Path left = directory.resolve("killed-" + attempt++);
        try (LiveCaches caches = LiveCaches.open(left);
                LiveState state = state(left, caches)) {
            state.caughtUp();
            read(state, records);
        }
        return left;
    }

    private void assertGoesOn(Path left, List<KeyedBytes> log, String manifest, byte[] segment) throws IOException {
        Path copy = copy(left);
        try (LiveCaches caches = LiveCaches.open(copy);
                LiveState state = state(copy, caches)) {
            read(state, log);
            assertThat(state.lease()).as("before it has caught up").isEmpty();
            state.caughtUp();
            state.refresh();

            assertThat(state.status().manifest()).contains(ManifestId.parse(manifest));
            assertThat(state.status().problems()).isEmpty();
            assertThat(caches.index().hashes()).contains(BlobHash.of(segment));
            assertThat(caches.index().hashes())
                    .as("blobs that the log holds")
                    .hasSize(log == oldLog || log == newLog ? 1 : 2);
            assertThat(copy.resolve("index/incoming")).isEmptyDirectory();
        }
    }

    private Path copy(Path source) throws IOException {
        Path copy = directory.resolve("copy-" + attempt++);
        try (var paths = Files.walk(source)) {
            for (Path path : paths.toList()) {
                Files.copy(path, copy.resolve(source.relativize(path).toString()));
            }
        }
        return copy;
    }

    private List<KeyedBytes> log(String manifest, byte[] segment) {
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(segment));
        records.add(indexes.manifest(manifest, segment));
        return records;
    }

    private static LiveState state(Path directory, LiveCaches caches) {
        return new LiveState(LiveIndexOptions.of("unused:9092", directory).withoutEncoders(), caches);
    }

    private static void read(LiveState state, List<KeyedBytes> records) {
        for (KeyedBytes record : records) {
            assertThat(state.accept(Topic.INDEX, record.key(), RecordValue.of(record.value())))
                    .isTrue();
            state.refresh();
        }
    }
}
