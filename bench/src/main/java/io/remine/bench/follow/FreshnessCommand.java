package io.remine.bench.follow;

import io.remine.bench.follow.FollowerProcess.Shown;
import io.remine.state.model.GenerationRecord;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench follow freshness}: from an upsert to the view of another process that contains it. */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        description =
                "Streams upserts through the index job with a tiny encoder; prints how long after it was sent an upsert"
                        + " is searchable in another process, beyond the checkpoint interval, and whether all are.")
final class FreshnessCommand implements Callable<Integer> {

    @Option(names = "--per-second", defaultValue = "500", description = "Upserts. Default: ${DEFAULT-VALUE}.")
    private int perSecond;

    @Option(names = "--seconds", defaultValue = "60", description = "Of upserts. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--documents", defaultValue = "10000", description = "Upserted. Default: ${DEFAULT-VALUE}.")
    private int documents;

    @Option(
            names = "--interval",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "From one checkpoint to the next. Default: ${DEFAULT-VALUE}.")
    private long intervalMillis;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Workplace workplace = new Workplace();
                EmbeddedBroker broker = EmbeddedBroker.start(workplace.directory("broker"))) {
            RemineConfiguration configuration = RemineConfiguration.of(Map.of(
                    RemineOptions.BOOTSTRAP_SERVERS.name(), broker.bootstrapServers(),
                    RemineOptions.DIRECTORY.name(), workplace.directory("work").toString(),
                    RemineOptions.TOPICS_PARTITIONS.name(), "1",
                    RemineOptions.CHECKPOINT_INTERVAL.name(), Long.toString(intervalMillis),
                    RemineOptions.MODEL_SOURCE.name(), "random:1"));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
            GenerationRecord generation = GenerationPublisher.ensure(configuration);
            try (EmbeddedCluster cluster =
                            EmbeddedCluster.start(workplace.directory("flink"), 1, configuration.flink());
                    FollowerProcess follower =
                            FollowerProcess.start(broker.bootstrapServers(), workplace.directory("cache"))) {
                RunningJob job =
                        cluster.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
                produce(configuration, documents, 0); // all there, and everything warm
                awaitOffset(follower, documents);
                List<Long> sent = produce(configuration, perSecond * seconds, perSecond);
                List<Shown> shown = awaitOffset(follower, documents + (long) sent.size());
                job.cancel();
                return print(out, sent, shown);
            }
        }
    }

    private int print(PrintWriter out, List<Long> sent, List<Shown> shown) {
        List<Long> latencies = new ArrayList<>();
        int view = 0;
        for (int i = 0; i < sent.size(); i++) {
            while (shown.get(view).nextOffset() <= documents + i) {
                view++;
            }
            latencies.add(shown.get(view).millis() - sent.get(i));
        }
        boolean complete = shown.get(shown.size() - 1).documents() == documents;
        double beyond = Percentiles.of(latencies, 0.95) - intervalMillis;
        out.printf(
                "from upsert to view %.0f ms median, %.0f ms 95th percentile: %.0f beyond the interval%n",
                Percentiles.median(latencies), Percentiles.of(latencies, 0.95), beyond);
        out.printf("%d upserts in %d views; all documents there: %s%n", sent.size(), shown.size(), complete);
        out.flush();
        return complete ? 0 : 1;
    }

    /** The views until one contains everything before the offset. */
    private static List<Shown> awaitOffset(FollowerProcess follower, long offset) throws InterruptedException {
        List<Shown> shown = new ArrayList<>();
        do {
            shown.add(follower.next());
        } while (shown.get(shown.size() - 1).nextOffset() < offset);
        return shown;
    }

    /** When each was sent; 0 a second: as fast as it goes. */
    private List<Long> produce(RemineConfiguration configuration, int upserts, int upsertsPerSecond)
            throws InterruptedException {
        List<Long> sent = new ArrayList<>();
        String topic = configuration.topics().name(Topic.DOCUMENTS);
        long start = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < upserts; i++) {
                if (upsertsPerSecond > 0) {
                    long due = start + i * 1_000_000_000L / upsertsPerSecond;
                    while (System.nanoTime() < due) {
                        Thread.sleep(1);
                    }
                }
                sent.add(System.currentTimeMillis());
                Future<RecordMetadata> unused = // what is lost is missed at the end
                        producer.send(new ProducerRecord<>(topic, bytes("document-" + i % documents), text(i)));
            }
        }
        return sent;
    }

    private static byte[] text(int upsert) {
        return bytes("{\"text\": \"what it says after upsert %d\"}".formatted(upsert));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
