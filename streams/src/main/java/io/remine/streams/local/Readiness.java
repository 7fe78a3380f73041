package io.remine.streams.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.streams.broker.BrokerNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks a process of a cluster whether it does its work: each role in its own language. */
final class Readiness {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private Readiness() {}

    /** Whether it answers now, as it should. */
    static boolean isReady(ClusterPorts ports, ProcessState process) throws InterruptedException {
        return switch (process.role()) {
            case ZOOKEEPER -> zookeeperAnswers(ports.zookeeper());
            case BROKER -> brokerAnswers(ports, process.number());
            case JOB_MANAGER -> get(ports.rest(), "/overview").isPresent();
            case TASK_MANAGER -> isRegistered(ports.rest(), LaunchCommand.resourceId(process));
            case SEARCH -> get(ports.search(), "/status").isPresent();
        };
    }

    /** Flink's answer to a request; empty if there is none, or not the one that is meant. */
    static Optional<JsonNode> get(int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://%s:%d%s".formatted(BrokerNode.HOST, port, path)))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? Optional.of(JSON.readTree(response.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isRegistered(int rest, String resourceId) throws InterruptedException {
        for (JsonNode taskManager : get(rest, "/taskmanagers")
                .map(answer -> answer.path("taskmanagers"))
                .orElse(JSON.createArrayNode())) {
            if (taskManager.path("id").asText().equals(resourceId)) {
                return true;
            }
        }
        return false;
    }

    /** The four letter word that every ZooKeeper answers. */
    private static boolean zookeeperAnswers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(9), StandardCharsets.US_ASCII).equals("Zookeeper");
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean brokerAnswers(ClusterPorts ports, int id) throws InterruptedException {
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                BrokerNode.HOST + ":" + ports.brokers().get(id - 1),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis());
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get().stream().anyMatch(node -> node.id() == id);
        } catch (ExecutionException e) {
            return false;
        }
    }
}
