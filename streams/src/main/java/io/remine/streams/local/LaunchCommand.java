package io.remine.streams.local;

import io.remine.streams.taskmanager.WarmTaskManager;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of each process of a cluster. The class path goes beside it, in the environment, to keep it short. */
final class LaunchCommand {

    private static final String COMMAND_LINE = "io.remine.streams.cli.Main";

    private LaunchCommand() {}

    /**
     * The command for the next launch of a process.
     *
     * @param java the program
     * @param process before that launch
     */
    static List<String> of(Path java, ClusterDirectory directory, ClusterState state, ProcessState process) {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add(state.mark(process.launched(1)));
        command.addAll(memory(process.role(), state));
        command.add("-XX:+ExitOnOutOfMemoryError");
        // What Flink's own scripts open.
        command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        // From Java 22 on, loading libtorch and RocksDB prints a warning without it.
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        // With it single queries are searched in the processor's widest instructions; small runtimes come without.
        if (process.role() == Role.SEARCH
                && ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()) {
            command.add("--add-modules=jdk.incubator.vector");
        }
        // Flink's processes give up if they do not listen by then. The default of 10 s is little on a busy machine, and
        // Flink's own setting for it does not reach Pekko.
        command.add("-Dpekko.remote.classic.startup-timeout=5m");
        command.add("-Dai.djl.offline=true");
        command.add("-Djava.io.tmpdir=" + directory.work(process.name()));
        command.add("-Dlog4j2.configurationFile=classpath:log4j2.xml");
        command.add("-Dremine.log=" + directory.log(process.name()));
        command.addAll(program(directory, process));
        return command;
    }

    /** What Flink calls a TaskManager. Each launch has a name of its own, as a dead one is remembered for a while. */
    static String resourceId(ProcessState process) {
        return process.name() + "." + process.launches();
    }

    private static List<String> memory(Role role, ClusterState state) {
        return switch (role) {
            case ZOOKEEPER -> List.of("-XX:+UseSerialGC", "-Xmx128m");
            case BROKER -> List.of("-XX:+UseSerialGC", "-Xmx512m");
            case JOB_MANAGER -> List.of("-XX:+UseSerialGC", "-Xmx768m");
            case TASK_MANAGER ->
                List.of(
                        "-Xmx%dm".formatted(state.heapMebibytes()),
                        "-XX:MaxDirectMemorySize=%dm".formatted(FlinkSettings.DIRECT_MEBIBYTES));
            case SEARCH -> List.of("-Xmx%dm".formatted(state.heapMebibytes()), "-XX:MaxDirectMemorySize=1g");
        };
    }

    private static List<String> program(ClusterDirectory directory, ProcessState process) {
        String work = directory.work(process.name()).toString();
        return switch (process.role()) {
            case ZOOKEEPER ->
                List.of(
                        "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer",
                        "--zkConfigFile",
                        directory.zookeeperSettings().toString(),
                        "--peerId",
                        "1");
            case BROKER ->
                List.of(
                        "kafka.Kafka",
                        directory.brokerSettings(process.number()).toString());
            case JOB_MANAGER ->
                List.of(
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                        "--configDir",
                        directory.flink().toString(),
                        "-Dio.tmp.dirs=" + work,
                        "-Dweb.tmpdir=" + work);
            case TASK_MANAGER ->
                List.of(
                        WarmTaskManager.class.getName(),
                        "--configDir",
                        directory.flink().toString(),
                        "-Dio.tmp.dirs=" + work,
                        "-Dtaskmanager.resource-id=" + resourceId(process.launched(1)));
            case SEARCH ->
                List.of(COMMAND_LINE, "serve", "--config", directory.settings().toString());
        };
    }
}
