package io.remine.streams.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One of the Kafka brokers of this machine, which is a controller too, and reachable from this machine only.
 *
 * @param id 1 to the number of nodes
 * @param directory of its data
 * @param port that it listens on for clients
 * @param advertisedPort that clients are told: the same, or that of something which forwards to it
 * @param controllerPorts of all nodes, by id
 */
public record BrokerNode(int id, Path directory, int port, int advertisedPort, List<Integer> controllerPorts) {

    /** Where all nodes listen. */
    public static final String HOST = "127.0.0.1";

    private static final String CONTROLLER = "CONTROLLER";

    public BrokerNode {
        controllerPorts = List.copyOf(controllerPorts);
        if (id < 1 || id > controllerPorts.size()) {
            throw new IllegalArgumentException(
                    "broker %d of %d; ids begin with 1".formatted(id, controllerPorts.size()));
        }
    }

    /** A broker that clients reach at its own port. */
    public BrokerNode(int id, Path directory, int port, List<Integer> controllerPorts) {
        this(id, directory, port, port, controllerPorts);
    }

    /** What the broker is started with. */
    public Properties properties() {
        int nodes = controllerPorts.size();
        String copies = Integer.toString(Math.min(3, nodes));
        // With three copies one broker may be away.
        String inSync = nodes < 3 ? "1" : "2";
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(id));
        properties.put(
                "controller.quorum.voters",
                IntStream.rangeClosed(1, nodes)
                        .mapToObj(node -> "%d@%s:%d".formatted(node, HOST, controllerPorts.get(node - 1)))
                        .collect(Collectors.joining(",")));
        properties.put(
                "listeners",
                "PLAINTEXT://%s:%d,%s://%s:%d".formatted(HOST, port, CONTROLLER, HOST, controllerPorts.get(id - 1)));
        properties.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(HOST, advertisedPort));
        properties.put("controller.listener.names", CONTROLLER);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", directory.toString());
        properties.put("default.replication.factor", copies);
        properties.put("min.insync.replicas", inSync);
        properties.put("offsets.topic.replication.factor", copies);
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", copies);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", copies);
        properties.put("share.coordinator.state.topic.min.isr", inSync);
        properties.put("group.initial.rebalance.delay.ms", "0");
        // An abandoned transaction blocks every read_committed reader until this sweep; the default is 10 s.
        properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // The cleaner's map of keys: the default of 128 MiB is for a machine of its own.
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        properties.put("auto.create.topics.enable", "false");
        return properties;
    }

    /**
     * Prepares the directory of a broker that never ran; does nothing to any other.
     *
     * @param clusterId of all nodes, 16 bytes in Base64
     */
    public void format(String clusterId) throws IOException {
        Files.createDirectories(directory);
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (PrintStream unheard = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(unheard)
                    .setNodeId(id)
                    .setClusterId(clusterId)
                    .addDirectory(directory.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + directory, e);
        }
    }
}
