package io.remine.streams.local;

import io.remine.streams.broker.BrokerNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** The settings of a local cluster's JobManager and TaskManagers. */
final class FlinkSettings {

    /** Direct memory of a TaskManager: what tasks take, what Flink takes, and buffers between tasks. */
    static final int DIRECT_MEBIBYTES = 1_024 + 128 + 128;

    private static final int FRAMEWORK_MEBIBYTES = 128;
    private static final int MANAGED_MEBIBYTES = 256;
    /** Checkpoints of a job whose durations are remembered. */
    private static final int CHECKPOINTS_REMEMBERED = 10_000;
    /** A JobManager that was killed leads for so long: no other may before. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private FlinkSettings() {}

    /**
     * The settings by name.
     *
     * @param given what wins over ours
     */
    static Map<String, String> of(ClusterDirectory directory, ClusterState state, Map<String, String> given) {
        Configuration settings = new Configuration();
        addresses(settings, state.ports());
        settings.set(HighAvailabilityOptions.HA_MODE, "zookeeper");
        settings.set(
                HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM,
                BrokerNode.HOST + ":" + state.ports().zookeeper());
        settings.set(HighAvailabilityOptions.HA_STORAGE_PATH, uri(directory.highAvailability()));
        settings.set(HighAvailabilityOptions.HA_CLUSTER_ID, "/" + state.id());
        settings.set(HighAvailabilityOptions.ZOOKEEPER_SESSION_TIMEOUT, SESSION_TIMEOUT);
        // ZooKeeper may be killed as well; who leads does not change while it is away for a moment.
        settings.set(HighAvailabilityOptions.ZOOKEEPER_TOLERATE_SUSPENDED_CONNECTIONS, true);
        // A dead TaskManager's slots stay on offer until two heartbeats have missed it: notice before the job does.
        settings.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(400));
        settings.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, Duration.ofSeconds(10));
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, uri(directory.checkpoints()));
        settings.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, uri(directory.savepoints()));
        settings.set(WebOptions.CHECKPOINTS_HISTORY_SIZE, CHECKPOINTS_REMEMBERED);
        // Without it a barrier waits behind every buffered record: 14 s instead of 0.8 s at 0.7 s per micro-batch.
        settings.set(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true);
        taskManager(settings, state);
        Map<String, String> all = new TreeMap<>(settings.toMap());
        all.putAll(given);
        return all;
    }

    /** Only this machine reaches it. */
    private static void addresses(Configuration settings, ClusterPorts ports) {
        settings.set(RestOptions.ADDRESS, BrokerNode.HOST);
        settings.set(RestOptions.BIND_ADDRESS, BrokerNode.HOST);
        settings.set(RestOptions.PORT, ports.rest());
        settings.set(RestOptions.BIND_PORT, Integer.toString(ports.rest()));
        settings.set(JobManagerOptions.ADDRESS, BrokerNode.HOST);
        settings.set(JobManagerOptions.BIND_HOST, BrokerNode.HOST);
        settings.set(TaskManagerOptions.HOST, BrokerNode.HOST);
        settings.set(TaskManagerOptions.BIND_HOST, BrokerNode.HOST);
    }

    /** Without Flink's shell scripts a TaskManager must be given every size. */
    private static void taskManager(Configuration settings, ClusterState state) {
        settings.set(TaskManagerOptions.NUM_TASK_SLOTS, state.slots());
        settings.set(TaskManagerOptions.CPU_CORES, (double) state.slots());
        settings.set(TaskManagerOptions.TASK_HEAP_MEMORY, mebibytes(state.heapMebibytes() - FRAMEWORK_MEBIBYTES));
        settings.set(TaskManagerOptions.FRAMEWORK_HEAP_MEMORY, mebibytes(FRAMEWORK_MEBIBYTES));
        settings.set(TaskManagerOptions.TASK_OFF_HEAP_MEMORY, mebibytes(1_024));
        settings.set(TaskManagerOptions.FRAMEWORK_OFF_HEAP_MEMORY, mebibytes(128));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, mebibytes(128));
        settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, mebibytes(128));
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, mebibytes(MANAGED_MEBIBYTES));
        settings.set(TaskManagerOptions.JVM_METASPACE, mebibytes(256));
        settings.set(TaskManagerOptions.JVM_OVERHEAD_MIN, mebibytes(256));
        settings.set(TaskManagerOptions.JVM_OVERHEAD_MAX, mebibytes(256));
    }

    private static MemorySize mebibytes(int count) {
        return MemorySize.ofMebiBytes(count);
    }

    private static String uri(Path directory) {
        return directory.toUri().toString();
    }
}
