package io.remine.streams.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a compacted topic says now, for commands that look once. */
public final class CompactedTopic {

    private static final Duration POLL = Duration.ofMillis(500);
    /** A producer's commit returns before its markers are written; an abandoned transaction stays open for minutes. */
    private static final Duration OPEN_TRANSACTIONS = Duration.ofSeconds(5);

    /** Takes a record that has a key. */
    @FunctionalInterface
    public interface RecordConsumer {
        void accept(ConsumerRecord<byte[], byte[]> record);
    }

    private CompactedTopic() {}

    /**
     * Reads the topic from its beginning to where it ends now. Waits a few seconds for transactions that are open there, and
     * goes without those that stay open.
     *
     * @param client Kafka client properties
     * @param wanted which keys matter; values of others are not kept
     * @return the last committed value of each wanted key that has one
     * @throws IllegalStateException if the topic cannot be read
     */
    public static Map<String, byte[]> read(Properties client, String topic, Predicate<String> wanted) {
        Map<String, byte[]> values = new LinkedHashMap<>();
        forEach(client, topic, (key, value) -> keep(key, value, wanted, values));
        return values;
    }

    /**
     * Hands over every committed record with a key, in the order of each partition, from the topic's beginning to where it
     * ends now; waits as {@link #read} does. A value of null deletes.
     *
     * @throws IllegalStateException if the topic cannot be read
     */
    public static void forEach(Properties client, String topic, BiConsumer<byte[], byte[]> consumer) {
        forEachRecord(client, topic, record -> consumer.accept(record.key(), record.value()));
    }

    /** The same, with what else a record has. */
    public static void forEachRecord(Properties client, String topic, RecordConsumer consumer) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        try (var kafka = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = kafka.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            kafka.assign(partitions);
            kafka.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = endsWithOpenTransactions(client, partitions);
            long patienceEnds = System.nanoTime() + OPEN_TRANSACTIONS.toNanos();
            while (!hasReached(kafka, ends)) {
                if (System.nanoTime() > patienceEnds && hasReached(kafka, kafka.endOffsets(partitions))) {
                    break;
                }
                for (ConsumerRecord<byte[], byte[]> record : kafka.poll(POLL)) {
                    if (record.key() != null) {
                        consumer.accept(record);
                    }
                }
            }
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "cannot read topic %s on %s: %s; are its name and the broker's address right?"
                            .formatted(topic, client.get("bootstrap.servers"), e.getMessage()),
                    e);
        }
    }

    private static Map<TopicPartition, Long> endsWithOpenTransactions(
            Properties client, Collection<TopicPartition> partitions) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_UNCOMMITTED.toString());
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions);
        }
    }

    private static boolean hasReached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    static void keep(byte[] name, byte[] value, Predicate<String> wanted, Map<String, byte[]> values) {
        String key = new String(name, StandardCharsets.UTF_8);
        if (!wanted.test(key)) {
            return;
        }
        values.remove(key);
        if (value != null) {
            values.put(key, value);
        }
    }
}
