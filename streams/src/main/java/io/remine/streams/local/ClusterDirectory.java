package io.remine.streams.local;

import java.nio.file.Path;

/**
 * Where a local cluster keeps what.
 *
 * @param root absolute
 */
record ClusterDirectory(Path root) {

    Path state() {
        return root.resolve("cluster.json");
    }

    /** Settings of Remine that reach the cluster, for every command of the command line. */
    Path settings() {
        return root.resolve("remine.yaml");
    }

    Path zookeeper() {
        return root.resolve("zookeeper");
    }

    Path zookeeperSettings() {
        return zookeeper().resolve("zoo.cfg");
    }

    Path broker(int id) {
        return root.resolve("broker-" + id);
    }

    Path brokerSettings(int id) {
        return root.resolve("broker-" + id + ".properties");
    }

    /** The directory that Flink's processes are told. */
    Path flink() {
        return root.resolve("flink");
    }

    Path flinkSettings() {
        return flink().resolve("config.yaml");
    }

    /** What a JobManager finds again that was killed. */
    Path highAvailability() {
        return root.resolve("high-availability");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** Caches of blobs. */
    Path data() {
        return root.resolve("data");
    }

    /** Files of one process that nobody misses when it ended. */
    Path work(String process) {
        return root.resolve("work").resolve(process);
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    /** What a process prints: little, mostly why its JVM ended. */
    Path output(String process) {
        return root.resolve("logs").resolve(process + ".out");
    }
}
