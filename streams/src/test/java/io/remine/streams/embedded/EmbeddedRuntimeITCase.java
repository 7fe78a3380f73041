package io.remine.streams.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.JobSettings;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRuntimeITCase {

    @TempDir
    private Path directory;

    @Test
    void aBrokerStartedAgainOnItsDirectoryGoesOnWithItsTopicsAndRecords() throws Exception {
        Topics topics = new Topics("shop.");
        String documents = topics.name(Topic.DOCUMENTS);
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(TopicAdmin.create(client(broker), topics, 3, Optional.empty()))
                    .hasSize(Topic.values().length)
                    .allMatch(TopicAdmin.Outcome::created);
            try (var producer = new KafkaProducer<>(client(broker), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>(documents, 1, "d1", "text")).get();
            }
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            assertThat(TopicAdmin.create(client(broker), topics, 3, Optional.empty()))
                    .noneMatch(TopicAdmin.Outcome::created)
                    .allMatch(outcome -> outcome.problem().isEmpty());
            TopicPartition partition = new TopicPartition(documents, 1);
            try (var consumer =
                    new KafkaConsumer<>(client(broker), new StringDeserializer(), new StringDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                assertThat(consumer.poll(Duration.ofMinutes(1)).records(partition))
                        .extracting(record -> record.key() + " " + record.value())
                        .containsExactly("d1 text");
            }
        }
    }

    @Test
    void aJobStopsWithASavepointFromWhichAnotherGoesOn() throws InterruptedException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(directory, 2, Map.of())) {
            RunningJob first = cluster.submit(counting(), "first", Optional.empty());
            awaitCheckpoint(first);
            String savepoint = first.stopWithSavepoint(false);
            assertThat(first.status()).isEqualTo(JobStatus.FINISHED);

            RunningJob second = cluster.submit(counting(), "second", Optional.of(savepoint));
            awaitCheckpoint(second);
            second.cancel();
            assertThat(second.status()).isEqualTo(JobStatus.CANCELED);
            assertThat(second.checkpoints().get(0).id())
                    .as("checkpoint ids go on after the restored one")
                    .isGreaterThan(first.checkpoints().get(0).id());
        }
    }

    private static void awaitCheckpoint(RunningJob job) throws InterruptedException {
        while (job.checkpoints().stream().noneMatch(Checkpoint::completed)) {
            assertThat(job.finished()).isNotDone();
            Thread.sleep(50);
        }
    }

    private static StreamExecutionEnvironment counting() {
        var environment = new StreamExecutionEnvironment(JobSettings.of(Duration.ofMillis(100), Duration.ofMinutes(5)));
        JobSettings.check(environment);
        environment.setParallelism(1);
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .uid("source")
                .sinkTo(new DiscardingSink<>())
                .uid("sink");
        return environment;
    }

    private static Properties client(EmbeddedBroker broker) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        return properties;
    }
}
