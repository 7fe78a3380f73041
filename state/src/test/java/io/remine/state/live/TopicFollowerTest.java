package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.KeyedBytes;
import io.remine.state.resource.Lease;
import io.remine.state.signing.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicFollowerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final FollowedTopics topics = new FollowedTopics(0, 0);
    private final IndexTopic indexes = new IndexTopic(4, 1);
    private final AtomicLong offset = new AtomicLong();
    private LiveCaches caches;
    private LiveState state;
    private TopicFollower follower;
    private Thread thread;

    @BeforeEach
    void start() throws Exception {
        caches = LiveCaches.open(directory);
        state = new LiveState(LiveIndexOptions.of("unused:9092", directory).withoutEncoders(), caches);
        follower = topics.follower(TrustedKeys.none(), state, caches);
        thread = new Thread(follower);
    }

    @AfterEach
    void stop() throws Exception {
        follower.stop();
        thread.join();
        state.close();
        caches.close();
    }

    @Test
    void catchesUpWithWhatIsThereAndFollowsWhatComes() throws Exception {
        topics.make();
        List<KeyedBytes> first = indexes.index("index/1");
        topics.endAt(first.size());
        topics.consumer.schedulePollTask(() -> add(first.subList(0, 1)));
        topics.consumer.schedulePollTask(() -> {
            assertThat(state.status().caughtUp()).isFalse();
            add(first.subList(1, first.size()));
        });
        thread.start();
        assertThat(awaitManifest("index/1")).isTrue();
        assertThat(state.status().caughtUp()).isTrue();

        topics.consumer.schedulePollTask(() -> add(indexes.index("index/2")));
        assertThat(awaitManifest("index/2")).isTrue();
        assertThat(state.status().problems()).isEmpty();
    }

    @Test
    void goesOnAfterTheBrokerFailedAndAfterABadRecord() throws Exception {
        topics.make();
        topics.consumer.schedulePollTask(
                () -> topics.consumer.setPollException(new KafkaException("broken on purpose")));
        topics.consumer.schedulePollTask(() -> {
            add(List.of(new KeyedBytes("manifest/0".getBytes(StandardCharsets.UTF_8), new byte[] {'x'})));
            add(indexes.index("index/1"));
        });
        thread.start();

        assertThat(awaitManifest("index/1")).isTrue();
        assertThat(state.status().problems())
                .containsEntry(Problem.BROKER, 1L)
                .containsEntry(Problem.MALFORMED_RECORD, 1L);
    }

    @Test
    void whileTheDiskRefusesItTheViewBeforeServesAndThenItGoesOnWhereItWas() throws Exception {
        topics.make();
        topics.consumer.schedulePollTask(() -> add(indexes.index("index/1")));
        thread.start();
        assertThat(awaitManifest("index/1")).isTrue();

        Path incoming = directory.resolve("index").resolve("incoming");
        Files.delete(incoming);
        Files.createFile(incoming); // so that nothing can be written below it
        topics.consumer.schedulePollTask(() -> add(indexes.index("index/2")));
        assertThat(state.await(() -> refusals() >= 2, PATIENCE)).isTrue();
        try (Lease<View> served = state.lease().orElseThrow()) {
            assertThat(served.get().manifest()).hasToString("index/1");
        }
        assertThat(state.status().lastProblem().orElseThrow())
                .contains("STORAGE")
                .contains("incoming");

        Files.delete(incoming);
        Files.createDirectory(incoming);
        assertThat(awaitManifest("index/2")).isTrue();
        assertThat(state.status().progress().recordsRead()).isEqualTo(offset.get());
    }

    @Test
    void waitsForTopicsThatDoNotExistYet() throws Exception {
        thread.start();
        assertThat(state.await(() -> state.status().lastProblem().isPresent(), PATIENCE))
                .isTrue();
        assertThat(state.status().lastProblem().orElseThrow()).contains("does not exist");

        topics.make();
        assertThat(state.await(() -> state.status().caughtUp(), PATIENCE)).isTrue();
    }

    private long refusals() {
        return state.status().problems().getOrDefault(Problem.STORAGE, 0L);
    }

    private boolean awaitManifest(String id) throws InterruptedException {
        return state.await(
                () -> state.status()
                        .manifest()
                        .filter(manifest -> manifest.toString().equals(id))
                        .isPresent(),
                PATIENCE);
    }

    private void add(List<KeyedBytes> records) {
        for (KeyedBytes record : records) {
            topics.add(offset.getAndIncrement(), record);
        }
    }
}
