package io.remine.streams.live;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.sun.management.UnixOperatingSystemMXBean;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.live.SearchResult;
import io.remine.state.live.SharedLiveIndex;
import io.remine.state.live.View;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.topics.TopicAdmin;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveIndexITCase {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TIMES = 20;
    private static final List<String> TEXTS = List.of("a river's edge", "a house of money", "to lean while turning");

    @TempDir
    private Path directory;

    @Test
    void findsWhatWasCommittedAndNothingElse() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            RemineConfiguration configuration = RemineConfiguration.of(
                    Map.of("kafka.bootstrap.servers", broker.bootstrapServers(), "model.source", "random:7"));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
            LiveIndexOptions options = LiveIndexOptions.of(broker.bootstrapServers(), directory.resolve("cache"));
            long whole;
            try (Lease<LiveIndex> first = SharedLiveIndex.acquire(options);
                    Lease<LiveIndex> second = SharedLiveIndex.acquire(options)) {
                LiveIndex live = first.get();
                assertThat(second.get()).isSameAs(live);
                assertThat(live.awaitCaughtUp(PATIENCE)).isTrue();
                assertThat(live.lease()).isEmpty();

                GenerationPublisher.ensure(configuration);
                publish(configuration.kafkaClient(), "job/1", false);
                publish(configuration.kafkaClient(), "job/2", true);

                assertThat(live.awaitGeneration(PATIENCE)).isTrue();
                assertThat(live.awaitIndex(PATIENCE)).isTrue();
                assertFinds(live);
                assertThat(live.status().problems()).isEmpty();
                try (LiveIndex ofAnotherProcess = LiveIndex.open(options)) {
                    assertThat(ofAnotherProcess.awaitIndex(PATIENCE)).isTrue();
                    assertFinds(ofAnotherProcess);
                    whole = ofAnotherProcess.status().progress().recordsRead();
                }
            }
            try (LiveIndex again = LiveIndex.open(options)) {
                assertThat(again.awaitIndex(PATIENCE)).as("after a restart").isTrue();
                assertFinds(again);
                assertThat(again.status().progress().recordsRead())
                        .as("all but the segment's only chunk")
                        .isEqualTo(whole - 1);
            }
        }
    }

    @Test
    void openedAndClosedManyTimesItLeavesNothingOpen() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            RemineConfiguration configuration = RemineConfiguration.of(
                    Map.of("kafka.bootstrap.servers", broker.bootstrapServers(), "model.source", "random:7"));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
            GenerationPublisher.ensure(configuration);
            publish(configuration.kafkaClient(), "job/1", true);
            LiveIndexOptions options = LiveIndexOptions.of(broker.bootstrapServers(), directory.resolve("cache"));
            for (int warm = 0; warm < 3; warm++) {
                openSearchAndClose(options);
            }
            int threads = Thread.activeCount();
            long files = openFiles();
            for (int time = 0; time < TIMES; time++) {
                openSearchAndClose(options);
            }
            // What one leaves open by each of them would pass this; the broker closes its side in its own time.
            await("threads of closed indexes end", () -> Thread.activeCount() < threads + TIMES / 2);
            await("files of closed indexes are closed", () -> openFiles() < files + TIMES / 2);
        }
    }

    private static void openSearchAndClose(LiveIndexOptions options) throws InterruptedException {
        List<View> views = new CopyOnWriteArrayList<>();
        try (LiveIndex live = LiveIndex.open(options)) {
            live.addListener(views::add);
            assertThat(live.awaitIndex(PATIENCE)).isTrue();
            assertThat(live.search(TEXTS.get(0), 1).hits()).hasSize(1);
        }
        try (NDManager manager = PyTorch.newManager()) {
            for (View view : views) {
                assertThatThrownBy(() -> view.index().vectors(manager, 0)).isInstanceOf(IllegalStateException.class);
                assertThatThrownBy(() -> view.live().encodeQueries(TEXTS)).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    private static long openFiles() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount();
    }

    private static void assertFinds(LiveIndex live) {
        for (String text : TEXTS) {
            SearchResult result = live.search(text, 2);
            assertThat(result.manifest()).isEqualTo(ManifestId.parse("job/2"));
            assertThat(result.version()).isEmpty();
            assertThat(result.hits()).hasSize(2);
            assertThat(result.hits().get(0).text()).isEqualTo(text);
            assertThat(result.hits().get(0).score()).isCloseTo(1, within(1e-2f));
            assertThat(live.searchControl(text, 2)).isEqualTo(result);
        }
    }

    /** An index of the texts, as the index job would publish it. */
    private static void publish(Properties client, String manifest, boolean commit) {
        byte[] segment = segment();
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(segment));
        SegmentRef reference = new SegmentRef(BlobRef.of(segment), TEXTS.size(), 0);
        Manifest published = new Manifest(
                ManifestId.parse(manifest),
                Generation.FIRST,
                RandomEncoder.TINY.hidden(),
                TEXTS.size(),
                List.of(new Manifest.Bucket(0, List.of(reference))),
                InputOffsets.NONE,
                0);
        records.add(new KeyedBytes(published.key(), published.toJson()));
        client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "live-index-test");
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (KeyedBytes record : records) {
                var unused = producer.send(new ProducerRecord<>("index", record.key(), record.value()));
            }
            producer.flush();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static byte[] segment() {
        EncoderSource source = RandomEncoder.source(RandomEncoder.TINY, 7);
        try (Encoder encoder = new Encoder(source, new Trainable.LastLayers(1))) {
            float[][] vectors = encoder.encodeDocuments(TEXTS);
            List<Segment.Row> rows = new ArrayList<>();
            for (int i = 0; i < vectors.length; i++) {
                rows.add(new Segment.Row(new DocumentId("d" + i), 1, TEXTS.get(i), vectors[i]));
            }
            return SegmentCodec.write(
                    new Segment(0, Generation.FIRST, RandomEncoder.TINY.hidden(), rows, List.of()),
                    VectorEncoding.HALF);
        }
    }
}
