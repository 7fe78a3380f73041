package io.remine.streams.local;

import io.remine.streams.broker.BrokerNode;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RemoteCluster;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.topics.TopicAdmin;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Broker, ZooKeeper, JobManager, TaskManagers and search server of one deployment on this machine, each in a process of its own
 * that outlives the one which started it. Jobs are submitted to it as to any cluster. It restarts nothing by itself.
 *
 * <p>Safe for use by several threads, and by several processes on the same directory.
 */
public final class LocalCluster implements AutoCloseable {

    private final ClusterDirectory directory;
    private final StateFile file;

    private LocalCluster(ClusterDirectory directory) {
        this.directory = directory;
        this.file = new StateFile(directory);
    }

    /** As {@link #start(LocalClusterSettings, Consumer)}, unheard. */
    public static LocalCluster start(LocalClusterSettings settings) {
        return start(settings, line -> {});
    }

    /**
     * Starts a cluster, and makes its topics; all of it answers when this returns. On the directory of an earlier one its topics
     * are there, and its jobs go on.
     *
     * @param progress is told what happens, a line each
     * @throws IllegalStateException if a cluster runs there already
     * @throws ProcessFailedException if a process ends or does not answer; what was started is then ended
     */
    public static LocalCluster start(LocalClusterSettings settings, Consumer<String> progress) {
        LocalCluster cluster = new LocalCluster(new ClusterDirectory(settings.directory()));
        cluster.prepare(settings);
        try {
            cluster.startAll(progress);
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /**
     * The cluster that somebody has started there; it may be ended.
     *
     * @throws IllegalArgumentException if there never was one
     */
    public static LocalCluster open(Path directory) {
        LocalCluster cluster =
                new LocalCluster(new ClusterDirectory(directory.toAbsolutePath().normalize()));
        cluster.file.read();
        return cluster;
    }

    /** All processes, in the order in which they start. */
    public List<LocalProcess> processes() {
        return file.read().processes().stream().map(this::handle).toList();
    }

    public List<LocalProcess> processes(Role role) {
        return file.read().processes(role).stream().map(this::handle).toList();
    }

    /** Starts one more TaskManager; it may not answer yet when this returns. */
    public LocalProcess addTaskManager() {
        List<ProcessState> added = new ArrayList<>();
        file.update(state -> {
            int number = state.processes(Role.TASK_MANAGER).stream()
                            .mapToInt(ProcessState::number)
                            .max()
                            .orElse(0)
                    + 1;
            added.add(Launcher.launch(directory, state, ProcessState.never(Role.TASK_MANAGER, number)));
            return state.with(added.get(0));
        });
        return handle(added.get(0));
    }

    /** {@code HOST:PORT} that each broker listens on. */
    public String bootstrapServers() {
        return file.read().ports().bootstrapServers();
    }

    /** {@code HOST:PORT}, for {@code --cluster}. */
    public String restAddress() {
        return BrokerNode.HOST + ":" + file.read().ports().rest();
    }

    /** Flink's REST endpoint and web page. */
    public URI restUrl() {
        return URI.create("http://" + restAddress());
    }

    /** The search server, if there is one. */
    public Optional<URI> searchUrl() {
        ClusterState state = file.read();
        return state.processes(Role.SEARCH).stream()
                .findFirst()
                .map(search -> URI.create(
                        "http://%s:%d".formatted(BrokerNode.HOST, state.ports().search())));
    }

    /** A client that submits jobs. */
    public FlinkCluster connect() {
        return RemoteCluster.connect(restAddress());
    }

    /** Settings of Remine that reach this cluster. */
    public RemineConfiguration configuration() {
        return RemineConfiguration.load(configurationFile());
    }

    /** The same as a file, for {@code --config}. */
    public Path configurationFile() {
        return directory.settings();
    }

    /** Where all jobs keep their checkpoints. */
    public Path checkpoints() {
        return directory.checkpoints();
    }

    /**
     * Ends every process that lives, brokers and ZooKeeper last. Jobs are not cancelled: they go on when a cluster is started on
     * the directory again.
     */
    @Override
    public void close() {
        List<LocalProcess> processes = processes();
        end(processes, List.of(Role.SEARCH, Role.TASK_MANAGER, Role.JOB_MANAGER));
        end(processes, List.of(Role.BROKER));
        end(processes, List.of(Role.ZOOKEEPER));
    }

    /** All of these roles at the same time. */
    private static void end(List<LocalProcess> processes, List<Role> roles) {
        processes.stream()
                .filter(process -> roles.contains(process.role()))
                .parallel()
                .forEach(LocalProcess::stop);
    }

    private LocalProcess handle(ProcessState process) {
        return new LocalProcess(directory, process.role(), process.number());
    }

    private void prepare(LocalClusterSettings settings) {
        ClusterState prepared = file.replace(earlier -> {
            earlier.ifPresent(this::refuseIfAlive);
            List<ProcessState> processes = new ArrayList<>();
            for (Role role : Role.values()) {
                IntStream.rangeClosed(1, count(settings, role))
                        .mapToObj(number -> earlier.flatMap(state -> state.process(
                                        ProcessState.never(role, number).name()))
                                .map(ProcessState::ended)
                                .orElseGet(() -> ProcessState.never(role, number)))
                        .forEach(processes::add);
            }
            return new ClusterState(
                    earlier.map(ClusterState::id)
                            .orElseGet(() -> Uuid.randomUuid().toString()),
                    settings.slots(),
                    settings.heapMebibytes(),
                    ClusterPorts.choose(
                            settings.ports(), settings.brokers(), earlier.map(ClusterState::ports), new Random()),
                    processes);
        });
        ConfigurationFiles.write(directory, prepared, settings);
    }

    private void refuseIfAlive(ClusterState state) {
        List<String> alive = state.processes().stream()
                .map(this::handle)
                .filter(LocalProcess::isAlive)
                .map(LocalProcess::name)
                .toList();
        if (!alive.isEmpty()) {
            throw new IllegalStateException("a cluster runs in %s already: %s; `remine cluster stop` ends it"
                    .formatted(directory.root(), String.join(", ", alive)));
        }
    }

    private static int count(LocalClusterSettings settings, Role role) {
        return switch (role) {
            case ZOOKEEPER, JOB_MANAGER -> 1;
            case BROKER -> settings.brokers();
            case TASK_MANAGER -> settings.taskManagers();
            case SEARCH -> settings.search() ? 1 : 0;
        };
    }

    private void startAll(Consumer<String> progress) {
        List<LocalProcess> all = processes();
        List<LocalProcess> withoutTopics =
                all.stream().filter(process -> process.role() != Role.SEARCH).toList();
        withoutTopics.forEach(LocalProcess::restart);
        progress.accept("%d processes started in %s".formatted(withoutTopics.size(), directory.root()));
        await(withoutTopics, progress);
        makeTopics();
        List<LocalProcess> search = processes(Role.SEARCH);
        search.forEach(LocalProcess::restart);
        await(search, progress);
    }

    private static void await(List<LocalProcess> processes, Consumer<String> progress) {
        for (LocalProcess process : processes) {
            process.awaitReady();
            progress.accept("%s is ready".formatted(process.name()));
        }
    }

    private void makeTopics() {
        RemineConfiguration configuration = configuration();
        int replication = configuration.get(RemineOptions.TOPICS_REPLICATION);
        TopicAdmin.create(
                configuration.kafkaClient(),
                configuration.topics(),
                configuration.get(RemineOptions.TOPICS_PARTITIONS),
                replication == 0 ? Optional.empty() : Optional.of((short) replication));
    }
}
