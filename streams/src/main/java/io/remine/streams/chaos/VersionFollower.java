package io.remine.streams.chaos;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads versions as they become visible to a reader of committed records, in a thread of its own, whatever the broker does. */
final class VersionFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Properties client;
    private final String topic;
    private final Consumer<VersionRecord> follower;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::follow, "versions");
    private volatile boolean stopped;

    /** @param follower told of each version, in the order of the topic */
    VersionFollower(Properties client, String topic, Consumer<VersionRecord> follower) {
        this.client = client;
        this.topic = topic;
        this.follower = follower;
        thread.setDaemon(true);
        thread.start();
    }

    /** @throws IllegalStateException if it has stopped following */
    void check() {
        if (failure.get() != null) {
            throw new IllegalStateException("cannot follow topic " + topic, failure.get());
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    show(record);
                }
            }
        } catch (CorruptDataException e) {
            failure.set(new IllegalStateException("a version cannot be read: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            failure.set(e);
        }
    }

    private void show(ConsumerRecord<byte[], byte[]> record) throws CorruptDataException {
        if (record.value() != null
                && new String(record.key(), StandardCharsets.UTF_8).startsWith(VersionRecord.KEY_PREFIX)) {
            follower.accept(VersionRecord.fromJson(record.value()));
        }
    }
}
