package io.remine.streams.cli;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import io.remine.state.release.Release;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.signing.RecordSigner;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What serves by hand: the key {@code pin} of the topic {@code releases}. */
final class Pins {

    private final RemineConfiguration configuration;
    private final Topics topics;

    Pins(RemineConfiguration configuration) {
        this.configuration = configuration;
        this.topics = configuration.topics();
    }

    /**
     * Pins a version that is on {@code models}.
     *
     * @param version empty for the generation's first encoder
     */
    void pin(Optional<ModelVersion> version, String reason) {
        Generation generation =
                version.map(present -> published(present).generation()).orElse(Generation.FIRST);
        write(new Release(version, generation, reason, System.currentTimeMillis()).toJson());
    }

    void unpin() {
        write(null);
    }

    /** What serves: what is pinned, else what the gate has released; empty if it has released nothing yet. */
    Optional<Release> serving() {
        Map<String, byte[]> releases =
                TrustedTopic.read(configuration, Topic.RELEASES, Set.of(Release.LIVE_KEY, Release.PIN_KEY)::contains);
        byte[] serving = releases.getOrDefault(Release.PIN_KEY, releases.get(Release.LIVE_KEY));
        try {
            return serving == null ? Optional.empty() : Optional.of(Release.fromJson(serving));
        } catch (CorruptDataException e) {
            throw new IllegalStateException("the release on " + topics.name(Topic.RELEASES) + " cannot be read", e);
        }
    }

    /** The parent of the version that serves; empty if that is the first encoder. */
    Optional<ModelVersion> beforeTheOneThatServes() {
        ModelVersion live = serving()
                .orElseThrow(
                        () -> new IllegalStateException("nothing has been released yet: there is nothing to roll back"))
                .version()
                .orElseThrow(() -> new IllegalStateException(
                        "the first encoder serves: there is nothing before it to roll back to"));
        return published(live).parent();
    }

    private VersionRecord published(ModelVersion version) {
        String key = new String(VersionRecord.key(version), StandardCharsets.UTF_8);
        byte[] json =
                TrustedTopic.read(configuration, Topic.MODELS, key::equals).get(key);
        if (json == null) {
            throw new IllegalArgumentException(
                    "version %s is not on topic %s; older ones than the last full copies are deleted"
                            .formatted(version, topics.name(Topic.MODELS)));
        }
        try {
            return VersionRecord.fromJson(json);
        } catch (CorruptDataException e) {
            throw new IllegalStateException("version %s cannot be read: %s".formatted(version, e.getMessage()), e);
        }
    }

    private void write(byte[] value) {
        ProducerRecord<byte[], byte[]> pin = new ProducerRecord<>(
                topics.name(Topic.RELEASES), Release.PIN_KEY.getBytes(StandardCharsets.UTF_8), value);
        RecordSigner.of(configuration, Topic.RELEASES).open().sign(pin);
        try (var producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(pin).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot write to %s: %s"
                            .formatted(topics.name(Topic.RELEASES), e.getCause().getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while releasing", e);
        }
    }
}
