package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.local.LocalCluster;
import io.remine.streams.local.LocalClusterSettings;
import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import io.remine.streams.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deployment of real processes, of which one after the other is killed while it trains. */
class KilledProcessesITCase {

    private static final int DOCUMENTS = 30;
    private static final int CLICKS_BETWEEN_KILLS = 100;

    @TempDir
    private Path directory;

    @Test
    void everyExampleIsTrainedOnceThoughEveryKindOfProcessIsKilled() {
        long seed = 11;
        Random random = new Random(seed);
        LocalClusterSettings settings = LocalClusterSettings.of(directory.resolve("cluster"))
                .withHeap(768)
                .withSearch(false)
                .withSettings(Map.of(
                        "model.source", "random:7",
                        "topics.partitions", "2",
                        "checkpoint.interval-ms", "1000",
                        "train.workers", "2",
                        "train.micro-batch", "8",
                        "train.recipe", TestRecipes.fast(directory)));
        List<LocalProcess> processes;
        try (LocalCluster cluster = LocalCluster.start(settings)) {
            processes = cluster.processes();
            RemineConfiguration configuration = cluster.configuration();
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
                ProducedClicks clicks =
                        new ProducedClicks((topic, key, value) -> produce(producer, configuration, topic, key, value));
                for (int i = 0; i < DOCUMENTS; i++) {
                    produce(producer, configuration, Topic.DOCUMENTS, "d" + i, "{\"text\": \"%s\"}".formatted(text(i)));
                }
                submit(cluster, configuration);
                produce(clicks, 0);
                awaitTrained(configuration, clicks);

                List<Role> killed = List.of(Role.TASK_MANAGER, Role.JOB_MANAGER, Role.BROKER, Role.ZOOKEEPER);
                for (int kill = 0; kill < killed.size(); kill++) {
                    produce(clicks, kill + 1);
                    List<LocalProcess> candidates = cluster.processes(killed.get(kill));
                    LocalProcess victim = candidates.get(random.nextInt(candidates.size()));
                    victim.kill();
                    assertThat(victim.isAlive()).as("%s, seed %d", victim, seed).isFalse();
                    victim.restart();
                    awaitTrained(configuration, clicks);
                }
                assertThat(Published.versions(configuration))
                        .allSatisfy(version -> assertThat(version.metrics().driftFromBase())
                                .as(version.version().toString())
                                .isLessThanOrEqualTo(1e-6));
            }
        }
        assertThat(processes).noneMatch(LocalProcess::isAlive);
    }

    private static void submit(LocalCluster cluster, RemineConfiguration configuration) {
        var generation = GenerationPublisher.ensure(configuration);
        try (FlinkCluster flink = cluster.connect()) {
            flink.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
            flink.submit(TrainJob.build(configuration, generation), TrainJob.NAME, Optional.empty());
        }
    }

    private static void produce(ProducedClicks clicks, int round) {
        for (int i = 0; i < CLICKS_BETWEEN_KILLS; i++) {
            clicks.produce(round * CLICKS_BETWEEN_KILLS + i, "where is " + text(i % DOCUMENTS), "d" + i % DOCUMENTS);
        }
    }

    private static void awaitTrained(RemineConfiguration configuration, ProducedClicks clicks) {
        await(
                clicks.examples() + " examples",
                () -> Published.lineage(configuration).examples() >= clicks.examples());
        assertThat(Published.lineage(configuration)).isEqualTo(clicks.lineage());
    }

    private static void produce(
            KafkaProducer<byte[], byte[]> producer,
            RemineConfiguration configuration,
            Topic topic,
            String key,
            String value) {
        try {
            producer.send(new ProducerRecord<>(
                            configuration.topics().name(topic),
                            key.getBytes(StandardCharsets.UTF_8),
                            value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("cannot produce to " + topic, e);
        }
    }

    private static String text(int document) {
        return "the thing with number %d".formatted(document);
    }
}
