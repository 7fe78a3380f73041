package io.remine.streams.embedded;

import io.remine.streams.broker.BrokerNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and its controller in this process, reachable from this machine only. Its directory is formatted once; a
 * later start on it goes on with the same topics, on other ports.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker that keeps its data in {@code directory}; returns when it answers.
     *
     * @throws IllegalStateException if it does not start, for instance since another process uses the directory
     */
    public static EmbeddedBroker start(Path directory) {
        BrokerNode node = new BrokerNode(1, directory, freePort(), List.of(freePort()));
        try {
            node.format(Uuid.randomUuid().toString());
            KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(node.properties(), false), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, BrokerNode.HOST + ":" + node.port());
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the embedded broker does not start on %s: %s; is another process using the directory?"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + BrokerNode.HOST, e);
        }
    }
}
