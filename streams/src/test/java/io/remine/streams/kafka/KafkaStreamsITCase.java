package io.remine.streams.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.intake.RawRecord;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.streams.cluster.JobSettings;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaStreamsITCase {

    private static final int LARGE = 1_000_000;

    @TempDir
    private Path directory;

    @Test
    void anyRecordPassesThroughABoundedJobAsItIs() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
                EmbeddedCluster cluster = EmbeddedCluster.start(directory, 2, Map.of())) {
            RemineConfiguration configuration =
                    RemineConfiguration.of(Map.of("kafka.bootstrap.servers", broker.bootstrapServers()));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 2, Optional.empty());
            produce(configuration.kafkaClient());

            var environment =
                    new StreamExecutionEnvironment(JobSettings.of(Duration.ofMillis(500), Duration.ofMinutes(5)));
            environment.setParallelism(2);
            KafkaStreams kafka = new KafkaStreams(configuration, "copy");
            environment
                    .fromSource(kafka.source(Topic.QUERIES, true), WatermarkStrategy.noWatermarks(), "queries")
                    .map(KafkaStreamsITCase::copy)
                    .returns(OutgoingRecordCodec.TYPE)
                    .sinkTo(kafka.sink(Topic.DEAD_LETTERS, "copy"));
            cluster.submit(environment, "copy", Optional.empty()).finished().join();

            Map<String, byte[]> copied = CompactedTopic.read(configuration.kafkaClient(), "dead-letters", key -> true);
            assertThat(copied.keySet()).containsExactlyInAnyOrder("no value", "bytes", "large");
            assertThat(copied.get("bytes")).containsExactly(-1, 0, 1);
            assertThat(copied.get("large")).hasSize(LARGE);
        }
    }

    private static OutgoingRecord copy(RawRecord raw) {
        byte[] value = raw.value() == null ? new byte[0] : raw.value();
        byte[] key = raw.key() == null ? "no key".getBytes(StandardCharsets.UTF_8) : raw.key();
        boolean large = new String(key, StandardCharsets.UTF_8).equals("large");
        return new OutgoingRecord(key, large ? new byte[LARGE] : value, Map.of("topic", key));
    }

    private static void produce(Properties client) throws Exception {
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record :
                    Map.of("bytes", new byte[] {-1, 0, 1}, "large", new byte[1]).entrySet()) {
                producer.send(new ProducerRecord<>("queries", bytes(record.getKey()), record.getValue()))
                        .get();
            }
            producer.send(new ProducerRecord<>("queries", bytes("no value"), null))
                    .get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
