package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.ManifestId;
import io.remine.state.live.LiveState.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer that makes a view of far fewer manifests than are published. Whoever publishes does not wait for it. */
class SlowConsumerTest {

    private static final long SEED = 13;
    private static final int SLOWER = 10;
    /** Manifests whose segments stay on the topic after the next one is published. */
    private static final int GRACE = 2;

    @TempDir
    private Path directory;

    private final IndexTopic indexes = new IndexTopic(8, SEED);
    private final Deque<List<KeyedBytes>> onTopic = new ArrayDeque<>();
    private LiveCaches caches;
    private LiveState state;
    private int published;

    @BeforeEach
    void open() throws IOException {
        caches = LiveCaches.open(directory);
        state = new LiveState(LiveIndexOptions.of("unused:9092", directory).withoutEncoders(), caches);
        state.caughtUp();
    }

    @AfterEach
    void close() throws IOException {
        state.close();
        caches.close();
    }

    @Test
    void aConsumerTenTimesSlowerSkipsNineManifestsOfTenAndKeepsNoMoreForIt() throws IOException {
        long largest = 0;
        for (int views = 1; views <= 5; views++) {
            publish(SLOWER);
            state.refresh();
            assertShowsTheNewest(views);
            largest = Math.max(largest, cachedFiles());
        }
        assertThat(published).isEqualTo(5 * SLOWER);
        assertThat(largest).isLessThanOrEqualTo(GRACE + 1);
    }

    @Test
    void aConsumerThatWasPausedJumpsToTheNewest() throws IOException {
        publish(1);
        state.refresh();
        publish(60);
        assertThat(state.status().manifest()).contains(ManifestId.parse("index/1"));
        state.refresh();
        assertShowsTheNewest(2);
        assertThat(cachedFiles()).isLessThanOrEqualTo(GRACE + 1);
    }

    private void assertShowsTheNewest(int views) {
        assertThat(state.status().manifest()).contains(ManifestId.parse("index/" + published));
        assertThat(state.status().views()).isEqualTo(views);
    }

    /** The records of so many manifests, and the tombstones of those whose grace is over, reach the consumer. */
    private void publish(int manifests) {
        for (int i = 0; i < manifests; i++) {
            List<KeyedBytes> records = indexes.index("index/" + ++published);
            records.forEach(record -> state.accept(Topic.INDEX, record.key(), RecordValue.of(record.value())));
            onTopic.add(records.subList(0, records.size() - 1)); // the last one is the manifest
            if (onTopic.size() > GRACE) {
                onTopic.remove().forEach(chunk -> state.accept(Topic.INDEX, chunk.key(), null));
            }
        }
    }

    private long cachedFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("index"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().endsWith(".lock"))
                    .count();
        }
    }
}
