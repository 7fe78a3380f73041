package io.remine.streams.cli;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.cluster.CheckpointDirectory;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RemoteCluster;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.topics.TopicAccess;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code remine index} and {@code remine train} share: a job, on a cluster elsewhere or in this process. */
abstract class JobCommand implements Runnable {

    /** Where {@code --restore} means the newest checkpoint of this job in process. */
    private static final String LATEST = "latest";

    private final String name;

    @Mixin
    private ConfigFile config;

    @Option(
            names = "--cluster",
            paramLabel = "HOST:PORT",
            description = "REST address of a Flink session cluster; without it the job runs in this process.")
    private String cluster;

    @Option(
            names = "--restore",
            paramLabel = "PATH",
            description = "Checkpoint or savepoint to go on from; '" + LATEST
                    + "' for the newest in the directory of a job in process.")
    private String restore;

    @Spec
    private CommandSpec spec;

    JobCommand(String name) {
        this.name = name;
    }

    /** The job for one submission. */
    abstract StreamExecutionEnvironment build(RemineConfiguration configuration, GenerationRecord generation);

    /** The topics that the job uses. */
    abstract TopicAccess topics(RemineConfiguration configuration);

    /** Slots that the job takes of a cluster in process. */
    abstract int slots(RemineConfiguration configuration);

    @Override
    public void run() {
        RemineConfiguration configuration = config.load();
        topics(configuration).check(configuration.kafkaClient(), configuration.topics());
        if (cluster == null) {
            runInProcess(configuration);
        } else {
            submit(configuration);
        }
    }

    private void submit(RemineConfiguration configuration) {
        if (LATEST.equals(restore)) {
            throw new IllegalArgumentException(
                    "--restore latest is for jobs in process; name the path of a checkpoint on the cluster's storage");
        }
        try (FlinkCluster remote = RemoteCluster.connect(cluster)) {
            RunningJob job = remote.submit(
                    build(configuration, GenerationPublisher.ensure(configuration)),
                    name,
                    Optional.ofNullable(restore));
            print("job %s is %s on %s".formatted(name, job.id(), cluster));
        }
    }

    private void runInProcess(RemineConfiguration given) {
        Path directory = Path.of(given.get(RemineOptions.DIRECTORY), name)
                .toAbsolutePath()
                .normalize();
        Path checkpoints = EmbeddedCluster.checkpoints(directory);
        RemineConfiguration configuration =
                given.get(RemineOptions.CHECKPOINT_DIRECTORY).isEmpty()
                        ? given.with(Map.of(
                                RemineOptions.CHECKPOINT_DIRECTORY.name(),
                                checkpoints.toUri().toString()))
                        : given;
        Optional<String> from = Optional.ofNullable(restore);
        if (from.filter(LATEST::equals).isPresent()) {
            from = CheckpointDirectory.newest(checkpoints.resolve(name));
            print(from.map(path -> "going on from " + path).orElse("no checkpoint yet: starting afresh"));
        }
        try (EmbeddedCluster embedded = EmbeddedCluster.start(directory, slots(configuration), configuration.flink())) {
            RunningJob job =
                    embedded.submit(build(configuration, GenerationPublisher.ensure(configuration)), name, from);
            print("job %s runs in this process; Ctrl-C ends it, its checkpoints stay in %s"
                    .formatted(name, checkpoints));
            Thread cancel = new Thread(() -> cancel(job, embedded), "cancel-" + name);
            Runtime.getRuntime().addShutdownHook(cancel);
            job.finished().join();
            Runtime.getRuntime().removeShutdownHook(cancel);
            print("job %s has read all of its input".formatted(name));
        }
    }

    /** On Ctrl-C: a job that is cancelled aborts its open transactions, which would else hold up readers. */
    private static void cancel(RunningJob job, EmbeddedCluster embedded) {
        if (!job.status().isGloballyTerminalState()) {
            job.cancel();
        }
        embedded.close();
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
