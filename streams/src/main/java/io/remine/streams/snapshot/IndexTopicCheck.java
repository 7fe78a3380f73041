package io.remine.streams.snapshot;

import io.remine.state.signing.RecordSignature;
import io.remine.state.signing.TrustedKeys;
import io.remine.state.verify.IndexReport;
import io.remine.state.verify.IndexVerifier;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.signing.Trust;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the topic {@code index} from its beginning to its end and judges all of it. */
public final class IndexTopicCheck {

    private IndexTopicCheck() {}

    /**
     * Needs as much disk as the topic has bytes.
     *
     * @throws IllegalStateException if the topic cannot be read
     * @throws UncheckedIOException if the disk cannot be written
     */
    public static IndexReport run(RemineConfiguration configuration) {
        String topic = configuration.topics().name(Topic.INDEX);
        try (ScratchBlobs scratch = ScratchBlobs.open(configuration)) {
            TrustedKeys trust = Trust.of(configuration).keys();
            IndexVerifier verifier = new IndexVerifier(scratch.cache(), ScratchBlobs.LIMITS, trust);
            CompactedTopic.forEachRecord(configuration.kafkaClient(), topic, record -> accept(verifier, record));
            return verifier.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep what %s holds: %s".formatted(topic, e.getMessage()), e);
        }
    }

    private static void accept(IndexVerifier verifier, ConsumerRecord<byte[], byte[]> record) {
        try {
            verifier.accept(record.key(), record.value(), RecordSignature.header(record.headers()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
