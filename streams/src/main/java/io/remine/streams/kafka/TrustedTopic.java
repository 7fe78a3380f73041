package io.remine.streams.kafka;

import io.remine.state.blob.RecordValue;
import io.remine.state.signing.RecordSignature;
import io.remine.state.signing.SignedTopic;
import io.remine.state.signing.TrustedKeys;
import io.remine.state.signing.UntrustedRecordException;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.signing.RecordSigner;
import io.remine.streams.signing.Trust;
import io.remine.streams.topics.Topic;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a topic whose records are signed says now, for commands that look once: as {@link CompactedTopic}, without what no
 * trusted key has signed where the settings name keys.
 */
public final class TrustedTopic {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedTopic.class);

    private TrustedTopic() {}

    /**
     * The last committed and trusted value of each wanted key that has one.
     *
     * @throws IllegalStateException if the topic cannot be read
     */
    public static Map<String, byte[]> read(RemineConfiguration configuration, Topic topic, Predicate<String> wanted) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        forEach(configuration, topic, (key, value) -> CompactedTopic.keep(key, value, wanted, values));
        return values;
    }

    /**
     * Hands over every committed and trusted record, as {@link CompactedTopic#forEach} does.
     *
     * @throws IllegalStateException if the topic cannot be read
     */
    public static void forEach(RemineConfiguration configuration, Topic topic, BiConsumer<byte[], byte[]> consumer) {
        TrustedKeys trust = Trust.of(configuration).keys();
        SignedTopic signed = RecordSigner.signed(topic).orElseThrow();
        String name = configuration.topics().name(topic);
        CompactedTopic.forEachRecord(configuration.kafkaClient(), name, record -> {
            if (isTrusted(trust, signed, record)) {
                consumer.accept(record.key(), record.value());
            }
        });
    }

    /** Whether a record may be used; one that may not is logged. */
    public static boolean isTrusted(TrustedKeys trust, SignedTopic topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            trust.check(topic, record.key(), RecordValue.of(record.value()), RecordSignature.header(record.headers()));
            return true;
        } catch (UntrustedRecordException e) {
            LOG.warn("Passed over: {}", e.getMessage());
            return false;
        }
    }
}
