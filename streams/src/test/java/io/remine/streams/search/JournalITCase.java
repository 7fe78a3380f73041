package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import io.remine.state.signing.KeyPairFiles;
import io.remine.state.signing.RecordSignature;
import io.remine.state.signing.SignedTopic;
import io.remine.state.signing.SigningKey;
import io.remine.state.signing.TrustedKeys;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalITCase {

    private static final Topics TOPICS = new Topics("shop.");
    private static final Release FIRST = release("t/1", 1_000);
    private static final Release SECOND = release("t/3", 3_000);

    @TempDir
    private Path directory;

    @Test
    void theJournalHoldsWhatTheJobSaidAndForgetsTheLifeThatARestoreLeftBehind() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            Properties client = new Properties();
            client.put("bootstrap.servers", broker.bootstrapServers());
            TopicAdmin.create(client, TOPICS, 1, Optional.empty());
            try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
                evaluated(producer, Evaluations.evaluation("t/1", 10));
                evaluated(producer, Evaluations.evaluation("t/2", 20));
                evaluated(producer, Evaluations.evaluation("t/3", 30));
                send(producer, Topic.EVALUATIONS, "t/4", bytes("no evaluation"));
                send(producer, Topic.EVALUATIONS, "t/4", null);
                send(producer, Topic.RELEASES, Release.LIVE_KEY, FIRST.toJson());
                send(producer, Topic.RELEASES, Release.PIN_KEY, SECOND.toJson());
                try (Journal journal = Journal.open(client, TOPICS, TrustedKeys.none())) {
                    await(() -> journal.evaluations().size() == 3
                            && journal.releases().size() == 1);
                    assertThat(journal.releases()).containsExactly(FIRST);

                    evaluated(producer, Evaluations.evaluation("u/2", 20));
                    evaluated(producer, Evaluations.evaluation("u/3", 25));
                    send(producer, Topic.RELEASES, Release.LIVE_KEY, SECOND.toJson());
                    await(() -> journal.releases().size() == 2
                            && last(journal.evaluations()).lineage().examples() == 25);
                    assertThat(journal.evaluations())
                            .extracting(evaluation -> evaluation.version().toString())
                            .containsExactly("t/1", "u/2", "u/3");
                    assertThat(journal.releases()).containsExactly(FIRST, SECOND);
                }
            }
        }
    }

    @Test
    void aReleaseThatNoTrustedKeySignedIsPassedOver() throws Exception {
        KeyPairFiles keys = KeyPairFiles.create(directory.resolve("keys"));
        SigningKey key = SigningKey.read(keys.privateFile());
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            Properties client = new Properties();
            client.put("bootstrap.servers", broker.bootstrapServers());
            TopicAdmin.create(client, TOPICS, 1, Optional.empty());
            TrustedKeys trust = TrustedKeys.read(List.of(keys.publicFile()));
            try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
                    Journal journal = Journal.open(client, TOPICS, trust)) {
                send(producer, Topic.RELEASES, Release.LIVE_KEY, FIRST.toJson());
                ProducerRecord<byte[], byte[]> signed =
                        new ProducerRecord<>(TOPICS.name(Topic.RELEASES), bytes(Release.LIVE_KEY), SECOND.toJson());
                byte[] signature = key.sign(SignedTopic.RELEASES, signed.key(), signed.value())
                        .orElseThrow();
                signed.headers().add(RecordSignature.HEADER, signature);
                producer.send(signed).get();
                await(() -> !journal.releases().isEmpty());
                assertThat(journal.releases()).containsExactly(SECOND);
            }
        }
    }

    private static EvaluationRecord last(List<EvaluationRecord> evaluations) {
        return evaluations.get(evaluations.size() - 1);
    }

    private static Release release(String version, long millis) {
        return new Release(Optional.of(ModelVersion.parse(version)), Generation.FIRST, "better", millis);
    }

    private static void evaluated(KafkaProducer<byte[], byte[]> producer, EvaluationRecord evaluation)
            throws Exception {
        send(producer, Topic.EVALUATIONS, evaluation.version().toString(), evaluation.toJson());
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(TOPICS.name(topic), bytes(key), value))
                .get();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("the journal has read it").isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
