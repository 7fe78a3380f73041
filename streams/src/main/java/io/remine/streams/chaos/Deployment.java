package io.remine.streams.chaos;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.local.LocalCluster;
import io.remine.streams.local.LocalClusterSettings;
import io.remine.streams.train.TrainJob;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The processes of a run, and the jobs on them. Closing it ends the processes. */
final class Deployment implements AutoCloseable {

    /** Examples of a step of the worker that is compared: many small ones, so that faults meet every state of it. */
    static final int REFERENCE_MICRO_BATCH = 8;

    private static final int TASK_MANAGERS = 3;
    private static final int SLOTS = 2; // of each: one TaskManager may be away

    private final LocalCluster cluster;
    private final Optional<Link> link;
    private final FlinkCluster flink;
    private final RemineConfiguration configuration;
    private final GenerationRecord generation;
    private final Thread end;

    private Deployment(LocalCluster cluster, Optional<Link> link) {
        this.cluster = cluster;
        this.link = link;
        flink = cluster.connect();
        configuration = cluster.configuration();
        generation = GenerationPublisher.ensure(configuration);
        end = new Thread(cluster::close, "end-cluster");
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** Starts the processes, and the index job. */
    static Deployment start(Plan plan, Path directory, Consumer<String> progress) {
        Optional<Link> link = plan.scenario().disturbsNetwork()
                ? Optional.of(Link.open(() -> broker(directory), plan.seed()))
                : Optional.empty();
        LocalCluster cluster = LocalCluster.start(settings(plan, directory, link), progress);
        try {
            Deployment deployment = new Deployment(cluster, link);
            deployment.flink.submit(
                    IndexJob.build(deployment.configuration, deployment.generation), IndexJob.NAME, Optional.empty());
            return deployment;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /** Where the only broker listens, which is known once the cluster starts. */
    private static InetSocketAddress broker(Path directory) {
        URI address = URI.create("kafka://" + LocalCluster.open(directory).bootstrapServers());
        return new InetSocketAddress(address.getHost(), address.getPort());
    }

    LocalCluster cluster() {
        return cluster;
    }

    RemineConfiguration configuration() {
        return configuration;
    }

    /** Through which everyone reaches the broker, if the scenario disturbs that. */
    Optional<Link> link() {
        return link;
    }

    /** A file: whoever makes it lets a worker fail. */
    Path failure() {
        return cluster.configurationFile().resolveSibling("fail");
    }

    /** Submits the train job, in a timeline of its own. */
    RunningJob train() {
        return flink.submit(
                TrainJob.build(configuration, generation, new FailOnRequest(failure())),
                TrainJob.NAME,
                Optional.empty());
    }

    @Override
    public void close() {
        flink.close();
        cluster.close();
        link.ifPresent(Link::close);
        Runtime.getRuntime().removeShutdownHook(end);
    }

    private static LocalClusterSettings settings(Plan plan, Path directory, Optional<Link> link) {
        Map<String, String> settings = new HashMap<>(Map.of(
                RemineOptions.MODEL_SOURCE.name(), "random:" + plan.seed(),
                RemineOptions.CHECKPOINT_INTERVAL.name(), "1000",
                RemineOptions.TOPICS_PARTITIONS.name(), "2",
                RemineOptions.TRAIN_WORKERS.name(), "2",
                // What so small an encoder learns may be worse than nothing; here every version goes live.
                RemineOptions.TRAIN_CONTROL_SHARE.name(), "0",
                RemineOptions.GATE_TOLERANCE.name(), "1"));
        if (plan.reference()) {
            settings.putAll(Map.of(
                    RemineOptions.TRAIN_INPUT.name(), "examples",
                    RemineOptions.TOPICS_PARTITIONS.name(), "1",
                    RemineOptions.TRAIN_WORKERS.name(), "1",
                    RemineOptions.TRAIN_MICRO_BATCH.name(), Integer.toString(REFERENCE_MICRO_BATCH),
                    RemineOptions.TRAIN_MAX_AGE.name(), "0",
                    RemineOptions.TRAIN_DOCUMENT_WAIT.name(), "0"));
        }
        LocalClusterSettings cluster = LocalClusterSettings.of(directory)
                .withTaskManagers(TASK_MANAGERS)
                .withSlots(SLOTS)
                .withHeap(768)
                .withSettings(settings);
        return link.map(between -> cluster.withAdvertised(between.port())).orElse(cluster);
    }
}
