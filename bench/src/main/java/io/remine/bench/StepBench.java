package io.remine.bench;

import io.remine.operators.intake.JsonWriter;
import io.remine.operators.training.Trainer;
import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.View;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.VersionRecord;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.train.TrainJob;
import io.remine.streams.train.TrainSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Trains the same micro-batches over the same index in a bare loop and in the train job: broker, checkpoints, merging and
 * publishing included. The loop runs before and after, for the machine may have changed its speed meanwhile.
 */
final class StepBench {

    private static final int WARM_UP_STEPS = 5;
    private static final long POLL_MILLIS = 200;

    private final SyntheticTask task;
    private final int steps;
    private final RemineConfiguration configuration;
    private final Consumer<String> progress;

    private StepBench(SyntheticTask task, int steps, RemineConfiguration configuration, Consumer<String> progress) {
        this.task = task;
        this.steps = steps;
        this.configuration = configuration;
        this.progress = progress;
    }

    static StepFigures run(SyntheticTask task, int steps, long intervalMillis, Consumer<String> progress)
            throws Exception {
        Path directory = Files.createTempDirectory("remine-bench");
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            RemineConfiguration configuration = RemineConfiguration.of(Map.of(
                    RemineOptions.BOOTSTRAP_SERVERS.name(),
                    broker.bootstrapServers(),
                    RemineOptions.DIRECTORY.name(),
                    directory.toString(),
                    RemineOptions.TOPICS_PARTITIONS.name(),
                    "1",
                    RemineOptions.CHECKPOINT_INTERVAL.name(),
                    Long.toString(intervalMillis),
                    RemineOptions.TRAIN_INPUT.name(),
                    "examples",
                    RemineOptions.TRAIN_BOUNDED.name(),
                    "true"));
            return new StepBench(task, steps, configuration, progress).run(directory);
        } finally {
            delete(directory);
        }
    }

    private StepFigures run(Path directory) throws Exception {
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
        GenerationRecord generation = GenerationPublisher.ensure(configuration);
        try (EmbeddedCluster cluster = EmbeddedCluster.start(directory.resolve("flink"), 2, configuration.flink());
                Lease<LiveIndex> live = ProcessLiveIndex.ofTasks(configuration).acquire()) {
            index(cluster, generation, live.get());
            double before = alone(generation, live.get());
            double inJob = inJob(cluster, generation, live.get());
            double after = alone(generation, live.get());
            return new StepFigures(before, inJob, after);
        }
    }

    private void index(EmbeddedCluster cluster, GenerationRecord generation, LiveIndex live) throws Exception {
        progress.accept("indexing %d documents".formatted(task.documents()));
        produce(
                Topic.DOCUMENTS,
                IntStream.range(0, task.documents())
                        .mapToObj(document -> Map.entry(
                                SyntheticTask.documentId(document).bytes(), document(task.document(document)))));
        RunningJob job = cluster.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
        while (live.status().documents() < task.documents()) {
            failIfEnded(job);
            Thread.sleep(POLL_MILLIS);
        }
        job.cancel();
    }

    /** Examples per second of a loop around the trainer. */
    private double alone(GenerationRecord generation, LiveIndex live) throws IOException {
        progress.accept("training in a bare loop");
        TrainerSettings settings = TrainSettings.worker(configuration).trainer();
        int batch = configuration.get(RemineOptions.TRAIN_MICRO_BATCH);
        try (Lease<View> view = live.lease().orElseThrow();
                Encoder control = new Encoder(
                        live.models().generation(generation.generation()).orElseThrow(), generation.trainable());
                Encoder encoder = control.withOwnTrainable()) {
            float[] parameters = new float[encoder.trainable().size()];
            encoder.readParameters(parameters);
            Trainer trainer = new Trainer(
                    encoder,
                    control,
                    parameters,
                    new AdamW(settings.recipe().optimizer(), parameters.length),
                    settings,
                    0);
            IndexView index = view.get().index();
            train(trainer, index, batch, WARM_UP_STEPS);
            long start = System.nanoTime();
            int timed = Math.max(1, steps / 2);
            train(trainer, index, batch, timed);
            return (double) timed * batch / ((System.nanoTime() - start) / 1e9);
        }
    }

    private void train(Trainer trainer, IndexView index, int batch, int count) {
        for (int step = 0; step < count; step++) {
            int first = step * batch;
            List<Example> examples = IntStream.range(first, first + batch)
                    .mapToObj(task::example)
                    .toList();
            trainer.step(examples, index);
        }
    }

    /** Examples per second between the job's first and last version but one: whole rounds, start and end left out. */
    private double inJob(EmbeddedCluster cluster, GenerationRecord generation, LiveIndex live) throws Exception {
        progress.accept("training in the train job");
        int examples = steps * configuration.get(RemineOptions.TRAIN_MICRO_BATCH);
        produce(
                Topic.EXAMPLES,
                IntStream.range(0, examples)
                        .mapToObj(task::example)
                        .map(example -> Map.entry(example.query().bytes(), JsonWriter.example(example))));
        RunningJob job = cluster.submit(TrainJob.build(configuration, generation), TrainJob.NAME, Optional.empty());
        job.finished().join();
        while (contained(live) < examples) {
            Thread.sleep(POLL_MILLIS);
        }
        List<VersionRecord> versions = live.models().versions();
        if (versions.size() < 4) {
            throw new IllegalStateException(
                    "%d versions, too few to measure between; more --steps or a shorter --interval"
                            .formatted(versions.size()));
        }
        VersionRecord first = versions.get(0);
        VersionRecord last = versions.get(versions.size() - 2);
        return (last.lineage().examples() - first.lineage().examples())
                / ((last.publishedMillis() - first.publishedMillis()) / 1e3);
    }

    private static long contained(LiveIndex live) {
        return live.models().versions().stream()
                .mapToLong(version -> version.lineage().examples())
                .max()
                .orElse(0);
    }

    private void produce(Topic topic, Stream<Map.Entry<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException {
        Properties client = configuration.kafkaClient();
        String name = configuration.topics().name(topic);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = records.map(
                            record -> producer.send(new ProducerRecord<>(name, record.getKey(), record.getValue())))
                    .toList();
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }

    private static byte[] document(String text) {
        return "{\"text\": \"%s\"}".formatted(text).getBytes(StandardCharsets.UTF_8);
    }

    private static void failIfEnded(RunningJob job) {
        if (job.finished().isDone()) {
            job.finished().join();
            throw new IllegalStateException("the job has ended by itself; the log says more");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
