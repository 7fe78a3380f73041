package io.remine.bench.follow;

import io.remine.state.blob.KeyedBytes;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.topics.Topics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker in this process with the topics of a deployment, and what is published there. */
final class TopicBroker implements AutoCloseable {

    private static final Topics TOPICS = Topics.unprefixed();

    private final EmbeddedBroker broker;
    private final Properties client = new Properties();

    private TopicBroker(EmbeddedBroker broker) {
        this.broker = broker;
        client.put("bootstrap.servers", broker.bootstrapServers());
    }

    static TopicBroker start(Path directory) {
        TopicBroker started = new TopicBroker(EmbeddedBroker.start(directory));
        TopicAdmin.create(started.client, TOPICS, 1, Optional.empty());
        return started;
    }

    /** Writes what the body publishes to the topic of the index, in one transaction. */
    void publish(Consumer<Consumer<KeyedBytes>> body) {
        Properties transactional = new Properties();
        transactional.putAll(client);
        transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "bench");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(transactional, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            body.accept(record -> {
                Future<RecordMetadata> unused =
                        producer.send(new ProducerRecord<>(TOPICS.name(Topic.INDEX), record.key(), record.value()));
            }); // the commit fails if one of them does
            producer.commitTransaction();
        }
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
    }
}
