package io.remine.streams.job;

import io.remine.state.live.LiveIndex;
import io.remine.state.model.GenerationRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a cluster, topics and a tiny random encoder in this process: all that a job needs, for tests. */
public final class Deployment implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final EmbeddedBroker broker;
    private final EmbeddedCluster cluster;
    private final RemineConfiguration configuration;
    private final GenerationRecord generation;
    private final KafkaProducer<byte[], byte[]> producer;

    private Deployment(
            EmbeddedBroker broker,
            EmbeddedCluster cluster,
            RemineConfiguration configuration,
            GenerationRecord generation) {
        this.broker = broker;
        this.cluster = cluster;
        this.configuration = configuration;
        this.generation = generation;
        this.producer =
                new KafkaProducer<>(configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Starts all of it below the directory. */
    public static Deployment start(Path directory, int partitions, Map<String, String> settings) {
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
        EmbeddedCluster cluster = EmbeddedCluster.start(directory.resolve("flink"), 8, Map.of());
        Map<String, String> all = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "directory",
                directory.resolve("data").toString(),
                "model.source",
                "random:7",
                "checkpoint.interval-ms",
                "300"));
        all.putAll(settings);
        RemineConfiguration configuration = RemineConfiguration.of(all);
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), partitions, Optional.empty());
        return new Deployment(broker, cluster, configuration, GenerationPublisher.ensure(configuration));
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    public RemineConfiguration configuration() {
        return configuration;
    }

    public GenerationRecord generation() {
        return generation;
    }

    /** A live index as a searcher has it. */
    public Lease<LiveIndex> searcher() {
        return ProcessLiveIndex.ofSearches(configuration).acquire();
    }

    /** Writes a record and waits until the broker has it. */
    public void produce(Topic topic, String key, String value) {
        produce(topic, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    public void produce(Topic topic, String key, byte[] value) {
        produce(new ProducerRecord<>(configuration.topics().name(topic), key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Writes a record in its own time, before any that is written after it. */
    public void produceLater(Topic topic, String key, String value) {
        var unused = producer.send(new ProducerRecord<>(
                configuration.topics().name(topic),
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8)));
    }

    public void produce(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("cannot produce to " + record.topic(), e);
        }
    }

    /** Waits for something that must come true, with patience for a slow machine. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("still not after %s: %s".formatted(PATIENCE, what));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        cluster.close();
        broker.close();
    }
}
