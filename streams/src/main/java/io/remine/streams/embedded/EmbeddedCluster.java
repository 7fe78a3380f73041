package io.remine.streams.embedded;

import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RunningJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.client.program.MiniClusterClient;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster in this process: one TaskManager, whose jobs share the process's native libraries and live index. Keeps
 * checkpoints, savepoints and RocksDB's files in its directory. Its client address answers on this machine only.
 */
public final class EmbeddedCluster implements FlinkCluster {

    /** Checkpoints of a job whose durations are remembered. */
    private static final int CHECKPOINTS_REMEMBERED = 10_000;

    private final MiniCluster cluster;
    private final MiniClusterClient client;

    private EmbeddedCluster(MiniCluster cluster, Configuration configuration) {
        this.cluster = cluster;
        this.client = new MiniClusterClient(configuration, cluster);
    }

    /**
     * Starts a cluster.
     *
     * @param slots the parallelism of all jobs together
     * @param settings Flink settings that win over ours
     */
    public static EmbeddedCluster start(Path directory, int slots, Map<String, String> settings) {
        Configuration configuration = configuration(directory);
        settings.forEach(configuration::setString);
        MiniCluster cluster = new MiniCluster(new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
        try {
            Files.createDirectories(directory.resolve("work"));
            cluster.start();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the embedded Flink cluster does not start on %s: %s".formatted(directory, e.getMessage()), e);
        }
        return new EmbeddedCluster(cluster, configuration);
    }

    @Override
    public RunningJob submit(StreamExecutionEnvironment environment, String name, Optional<String> restoreFrom) {
        return RunningJob.submit(client, environment, name, restoreFrom);
    }

    /** {@code host:port} of its REST endpoint. */
    public String restAddress() {
        return cluster.getRestAddress().join().getAuthority();
    }

    /** Cancels what still runs and ends the cluster. */
    @Override
    public void close() {
        client.close();
        cluster.closeAsync().join();
    }

    /** Where the checkpoints of jobs lie that name no directory of their own. */
    public static Path checkpoints(Path directory) {
        return directory.resolve("checkpoints");
    }

    private static Configuration configuration(Path directory) {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(checkpoints(directory)));
        configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri(directory.resolve("savepoints")));
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("work").toString());
        configuration.set(WebOptions.TMP_DIR, directory.resolve("work").toString());
        configuration.set(RestOptions.BIND_PORT, "0");
        configuration.set(RestOptions.ADDRESS, "localhost");
        configuration.set(RestOptions.BIND_ADDRESS, "localhost");
        configuration.set(JobManagerOptions.BIND_HOST, "localhost");
        configuration.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, CHECKPOINTS_REMEMBERED);
        // Without it a barrier waits behind every buffered record: 14 s instead of 0.8 s at 0.7 s per micro-batch.
        configuration.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
        configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        return configuration;
    }

    private static String uri(Path directory) {
        return directory.toAbsolutePath().toUri().toString();
    }
}
