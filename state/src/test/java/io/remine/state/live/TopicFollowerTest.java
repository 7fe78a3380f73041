package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Placement;
import io.remine.state.model.Generation;
import io.remine.state.resource.Lease;
import io.remine.state.signing.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicFollowerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final TopicPartition MODELS = new TopicPartition("models", 0);
    private static final TopicPartition INDEX = new TopicPartition("index", 0);
    private static final TopicPartition RELEASES = new TopicPartition("releases", 0);

    @TempDir
    private Path directory;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final IndexTopic indexes = new IndexTopic(4, 1);
    private final AtomicLong offset = new AtomicLong();
    private BlobCache modelBlobs;
    private BlobCache indexBlobs;
    private LiveState state;
    private TopicFollower follower;
    private Thread thread;

    @BeforeEach
    void start() throws Exception {
        modelBlobs = BlobCache.open(directory.resolve("models"));
        indexBlobs = BlobCache.open(directory.resolve("index"));
        state = new LiveState(
                Generation.FIRST,
                false,
                modelBlobs,
                indexBlobs,
                new BlobAssembler.Limits(1 << 20, 1 << 22),
                Placement.standard(),
                0);
        consumer.updateBeginningOffsets(Map.of(MODELS, 0L, INDEX, 0L, RELEASES, 0L));
        follower = new TopicFollower(
                consumer,
                Map.of(
                        "models", LiveState.Topic.MODELS,
                        "index", LiveState.Topic.INDEX,
                        "releases", LiveState.Topic.RELEASES),
                TrustedKeys.none(),
                state,
                new Resumption(new PositionFile(indexBlobs.directory()), "index", state));
        thread = new Thread(follower);
    }

    @AfterEach
    void stop() throws Exception {
        follower.stop();
        thread.join();
        state.close();
        modelBlobs.close();
        indexBlobs.close();
    }

    @Test
    void catchesUpWithWhatIsThereAndFollowsWhatComes() throws Exception {
        topics();
        List<KeyedBytes> first = indexes.index("index/1");
        consumer.updateEndOffsets(Map.of(MODELS, 0L, INDEX, (long) first.size(), RELEASES, 0L));
        consumer.schedulePollTask(() -> add(first.subList(0, 1)));
        consumer.schedulePollTask(() -> {
            assertThat(state.status().caughtUp()).isFalse();
            add(first.subList(1, first.size()));
        });
        thread.start();
        assertThat(awaitManifest("index/1")).isTrue();
        assertThat(state.status().caughtUp()).isTrue();

        consumer.schedulePollTask(() -> add(indexes.index("index/2")));
        assertThat(awaitManifest("index/2")).isTrue();
        assertThat(state.status().problems()).isEmpty();
    }

    @Test
    void goesOnAfterTheBrokerFailedAndAfterABadRecord() throws Exception {
        topics();
        consumer.updateEndOffsets(Map.of(MODELS, 0L, INDEX, 0L, RELEASES, 0L));
        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("broken on purpose")));
        consumer.schedulePollTask(() -> {
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
        topics();
        consumer.updateEndOffsets(Map.of(MODELS, 0L, INDEX, 0L, RELEASES, 0L));
        consumer.schedulePollTask(() -> add(indexes.index("index/1")));
        thread.start();
        assertThat(awaitManifest("index/1")).isTrue();

        Path incoming = directory.resolve("index").resolve("incoming");
        Files.delete(incoming);
        Files.createFile(incoming); // so that nothing can be written below it
        consumer.schedulePollTask(() -> add(indexes.index("index/2")));
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
        consumer.updateEndOffsets(Map.of(MODELS, 0L, INDEX, 0L, RELEASES, 0L));
        thread.start();
        assertThat(state.await(() -> state.status().lastProblem().isPresent(), PATIENCE))
                .isTrue();
        assertThat(state.status().lastProblem().orElseThrow()).contains("does not exist");

        topics();
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

    private void topics() {
        for (TopicPartition partition : List.of(MODELS, INDEX, RELEASES)) {
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, Node.noNode(), new Node[0], new Node[0])));
        }
    }

    private void add(List<KeyedBytes> records) {
        for (KeyedBytes record : records) {
            consumer.addRecord(
                    new ConsumerRecord<>("index", 0, offset.getAndIncrement(), record.key(), record.value()));
        }
    }
}
