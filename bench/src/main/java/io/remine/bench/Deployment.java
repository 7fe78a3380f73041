package io.remine.bench;

import io.remine.operators.training.TrainerSettings;
import io.remine.operators.training.TrainingProbe;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.train.TrainJob;
import io.remine.streams.train.TrainSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Broker, cluster and an index of a task's documents, in a temporary directory. */
final class Deployment implements AutoCloseable {

    private static final int LEAST_SLOTS = 2;
    private static final long POLL_MILLIS = 200;

    private final SyntheticTask task;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private Path directory;
    private RemineConfiguration configuration;
    private GenerationRecord generation;
    private EmbeddedCluster cluster;
    private Lease<LiveIndex> live;

    private Deployment(SyntheticTask task, Consumer<String> progress) {
        this.task = task;
        this.progress = progress;
    }

    /** Starts everything and indexes the documents. */
    static Deployment start(SyntheticTask task, long intervalMillis, Consumer<String> progress) throws Exception {
        return start(task, intervalMillis, 1, progress);
    }

    /** As above, with so many workers. */
    static Deployment start(SyntheticTask task, long intervalMillis, int workers, Consumer<String> progress)
            throws Exception {
        return start(task, intervalMillis, Map.of(RemineOptions.TRAIN_WORKERS.name(), "" + workers), progress);
    }

    /** As above, with settings that win over those made for measuring. */
    static Deployment start(
            SyntheticTask task, long intervalMillis, Map<String, String> settings, Consumer<String> progress)
            throws Exception {
        Deployment deployment = new Deployment(task, progress);
        try {
            deployment.open(intervalMillis, settings);
            deployment.index();
            return deployment;
        } catch (Exception e) {
            deployment.close();
            throw e;
        }
    }

    private void open(long intervalMillis, Map<String, String> settings) throws Exception {
        directory = Files.createTempDirectory("remine-bench");
        opened.push(() -> Directories.delete(directory));
        EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
        opened.push(broker);
        RemineConfiguration measured = RemineConfiguration.of(Map.of(
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
                "true",
                RemineOptions.TRAIN_RECIPE.name(),
                PeerTask.RECIPE));
        configuration = measured.with(settings);
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
        generation = GenerationPublisher.ensure(configuration);
        int slots = Math.max(LEAST_SLOTS, configuration.get(RemineOptions.TRAIN_WORKERS));
        cluster = EmbeddedCluster.start(directory.resolve("flink"), slots, configuration.flink());
        opened.push(cluster);
        live = ProcessLiveIndex.ofTasks(configuration).acquire();
        opened.push(live);
    }

    Path directory() {
        return directory;
    }

    RemineConfiguration configuration() {
        return configuration;
    }

    GenerationRecord generation() {
        return generation;
    }

    LiveIndex live() {
        return live.get();
    }

    TrainerSettings trainer() {
        return TrainSettings.worker(configuration).trainer();
    }

    int batch() {
        return configuration.get(RemineOptions.TRAIN_MICRO_BATCH);
    }

    /** What the generation began with. */
    EncoderSource source() throws IOException {
        return live().models().generation(generation.generation()).orElseThrow();
    }

    /** Writes examples to their topic. */
    void produceExamples(int count) throws Exception {
        new TaskTopics(configuration).writeExamples(task, count);
    }

    /**
     * Trains on the examples in the topic, so many, with the train job; to be called once.
     *
     * @return examples per second between the job's first and last version but one: whole rounds, start and end left out
     */
    double train(int examples) throws Exception {
        progress.accept("training in the train job");
        submit(Optional.empty()).finished().join();
        while (contained() < examples) {
            Thread.sleep(POLL_MILLIS);
        }
        List<VersionRecord> versions = live().models().versions();
        if (versions.size() < 4) {
            throw new IllegalStateException(
                    "%d versions, too few to measure between; more examples or a shorter --interval"
                            .formatted(versions.size()));
        }
        VersionRecord first = versions.get(0);
        VersionRecord last = versions.get(versions.size() - 2);
        return (last.lineage().examples() - first.lineage().examples())
                / ((last.publishedMillis() - first.publishedMillis()) / 1e3);
    }

    /** Starts the train job, from a checkpoint if there is one. */
    RunningJob submit(Optional<String> restoreFrom) {
        return cluster.submit(TrainJob.build(configuration, generation), TrainJob.NAME, restoreFrom);
    }

    /** The same with other settings and a probe in its workers. */
    RunningJob submit(RemineConfiguration changed, TrainingProbe probe) {
        return cluster.submit(TrainJob.build(changed, generation, probe), TrainJob.NAME, Optional.empty());
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private void index() throws Exception {
        progress.accept("indexing %d documents".formatted(task.documents()));
        new TaskTopics(configuration).writeDocuments(task);
        RunningJob job = cluster.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
        while (live().status().documents() < task.documents()) {
            failIfEnded(job);
            Thread.sleep(POLL_MILLIS);
        }
        job.cancel();
    }

    private long contained() {
        return live().models().versions().stream()
                .mapToLong(version -> version.lineage().examples())
                .max()
                .orElse(0);
    }

    private static void failIfEnded(RunningJob job) {
        if (job.finished().isDone()) {
            job.finished().join();
            throw new IllegalStateException("the job has ended by itself; the log says more");
        }
    }
}
