package io.remine.streams.collect;

import io.remine.operators.intake.JsonWriter;
import io.remine.state.record.Click;
import io.remine.state.record.Query;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes queries and clicks to their topics, and says so once all replicas in sync have them. Several threads may use it. */
public final class Collector implements AutoCloseable {

    private static final int BLOCK_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 10_000;

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;

    /** The producer becomes this collector's. */
    public Collector(Producer<byte[], byte[]> producer, Topics topics) {
        this.producer = producer;
        this.topics = topics;
    }

    /**
     * A collector with a producer of its own.
     *
     * @param client Kafka client properties, {@code bootstrap.servers} among them
     */
    public static Collector open(Properties client, Topics topics) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return new Collector(
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()), topics);
    }

    public void send(Query query) throws NotRecordedException, InterruptedException {
        send(Topic.QUERIES, query.id().bytes(), JsonWriter.query(query));
    }

    public void send(Click click) throws NotRecordedException, InterruptedException {
        send(Topic.CLICKS, click.query().bytes(), JsonWriter.click(click));
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(Topic topic, byte[] key, byte[] value) throws NotRecordedException, InterruptedException {
        String name = topics.name(topic);
        try {
            producer.send(new ProducerRecord<>(name, key, value)).get();
        } catch (ExecutionException e) {
            throw notRecorded(name, e.getCause());
        } catch (KafkaException e) {
            throw notRecorded(name, e);
        }
    }

    private static NotRecordedException notRecorded(String topic, Throwable cause) {
        return new NotRecordedException(
                "topic %s has not taken it: %s; send it again with the same id".formatted(topic, cause.getMessage()),
                cause);
    }
}
