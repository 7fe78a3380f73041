package io.remine.bench.follow;

import io.remine.streams.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic to its end and does nothing with it. */
final class BareConsumer {

    private static final Duration POLL = Duration.ofMillis(200);

    private BareConsumer() {}

    /** @param bytes of keys and values */
    record Read(long bytes, long nanos) {}

    /**
     * Reads the only partition of the index's topic, with Kafka's defaults.
     *
     * @return what was read until its end; closing, which waits for the broker to answer a fetch, is not among the time
     */
    static Read read(String bootstrapServers) {
        long start = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties(bootstrapServers))) {
            TopicPartition partition = new TopicPartition(Topic.INDEX.plainName(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long bytes = 0;
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    bytes += record.key().length + (record.value() == null ? 0 : record.value().length);
                }
            }
            return new Read(bytes, System.nanoTime() - start);
        }
    }

    private static Map<String, Object> properties(String bootstrapServers) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return properties;
    }
}
