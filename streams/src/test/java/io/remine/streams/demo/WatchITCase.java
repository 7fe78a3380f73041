package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import io.remine.state.release.Release;
import io.remine.state.signing.TrustedKeys;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.search.Evaluations;
import io.remine.streams.search.Journal;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchITCase {

    /** Between the versions that are published 10 s and 20 s after 1970. */
    private static final long START_MILLIS = 15_000;

    private static final double START_PER_SECOND = 4;
    private static final Prequential WINDOW =
            Prequential.NONE.plus(1, 0.25, 0.5).plus(0.5);

    @TempDir
    private Path directory;

    @Test
    void theWatchTellsOfThisRunAloneAndQuickensReadersWhoseClicksDoNotLag() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            RemineConfiguration configuration = RemineConfiguration.of(Map.of(
                    "kafka.bootstrap.servers",
                    broker.bootstrapServers(),
                    "directory",
                    directory.resolve("work").toString()));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
            try (LiveIndex live = LiveIndex.open(
                            ProcessLiveIndex.ofSearches(configuration).options());
                    Journal journal =
                            Journal.open(configuration.kafkaClient(), configuration.topics(), TrustedKeys.none());
                    Producer<byte[], byte[]> producer = new KafkaProducer<>(
                            configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
                Pace pace = new Pace(START_PER_SECOND, 32, Duration.ofSeconds(5));
                ClickLedger ledger = new ClickLedger();
                Watch watch = new Watch(live, journal, pace, ledger, START_MILLIS);
                ledger.made(ClickLedgerTest.click(0), START_MILLIS);

                assertThat(watch.line()).isEqualTo("1 clicks · no version yet");
                assertThat(watch.trained().examples()).isZero();
                assertThat(watch.examplesPerSecond()).isEmpty();
                assertThat(watch.driftFromBase()).isEmpty();

                for (int version = 1; version <= 3; version++) {
                    publish(producer, Versions.version(version, version, List.of(), 10_000L * version));
                    publish(producer, Evaluations.evaluation("t/" + version, 10L * version, WINDOW));
                    publish(producer, new Release(version(version), Generation.FIRST, "better", 10_000L * version));
                }
                await(() ->
                        journal.releases().size() == 3 && journal.evaluations().size() == 3);
                await(() -> live.models().versions().size() == 3);
                watch.look();

                assertThat(watch.line())
                        .isEqualTo("30 examples · 2 versions released · MRR@10 training 0.750, frozen 0.250 ·"
                                + " click → served -");
                assertThat(pace.perSecond()).isGreaterThan(START_PER_SECOND);
                assertThat(watch.points())
                        .containsExactly(
                                new Report.Point("t/2", 20, 0.75, 0.25), new Report.Point("t/3", 30, 0.75, 0.25));
                assertThat(watch.examplesPerSecond()).hasValue(1.0);
                assertThat(watch.driftFromBase()).hasValue(0.0);
                assertThat(watch.trained().examples()).isEqualTo(30);
                assertThat(watch.isServed(new Lineage(31, 0))).isFalse();
            }
        }
    }

    private static Optional<ModelVersion> version(int checkpoint) {
        return Optional.of(ModelVersion.parse("t/" + checkpoint));
    }

    private static void publish(Producer<byte[], byte[]> producer, VersionRecord version) throws Exception {
        send(producer, Topic.MODELS, VersionRecord.key(version.version()), version.toJson());
    }

    private static void publish(Producer<byte[], byte[]> producer, EvaluationRecord evaluation) throws Exception {
        send(producer, Topic.EVALUATIONS, bytes(evaluation.version().toString()), evaluation.toJson());
    }

    private static void publish(Producer<byte[], byte[]> producer, Release release) throws Exception {
        send(producer, Topic.RELEASES, bytes(Release.LIVE_KEY), release.toJson());
    }

    private static void send(Producer<byte[], byte[]> producer, Topic topic, byte[] key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(new Topics("").name(topic), key, value))
                .get();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("what was published has arrived").isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
