package io.remine.streams.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The file {@code cluster.json}, version 1: {@code version}, {@code id}, {@code slots}, {@code heapMebibytes}, {@code ports} with {@code
 * zookeeper}, {@code rest}, {@code search}, {@code brokers[]} and {@code controllers[]}, and {@code processes[]} with {@code
 * role}, {@code number}, {@code launches} and, while it was last known to run, {@code pid}.
 */
final class ClusterStateJson {

    static final int MAX_BYTES = 1 << 20;

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ClusterStateJson() {}

    static byte[] write(ClusterState state) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        root.put("id", state.id()).put("slots", state.slots()).put("heapMebibytes", state.heapMebibytes());
        ObjectNode ports = root.putObject("ports");
        ports.put("zookeeper", state.ports().zookeeper());
        ports.put("rest", state.ports().rest());
        ports.put("search", state.ports().search());
        state.ports().brokers().forEach(ports.putArray("brokers")::add);
        state.ports().controllers().forEach(ports.putArray("controllers")::add);
        ArrayNode processes = root.putArray("processes");
        for (ProcessState process : state.processes()) {
            ObjectNode node = processes.addObject();
            node.put("role", process.role().label());
            node.put("number", process.number()).put("launches", process.launches());
            process.pid().ifPresent(pid -> node.put("pid", pid));
        }
        return JSON.writeValueAsBytes(root);
    }

    /**
     * What {@link #write} made.
     *
     * @throws IOException if it is no JSON, of another version, or misses a field
     */
    static ClusterState read(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        int version = root.path("version").asInt();
        if (version != VERSION) {
            throw new IOException(
                    "has version %d, this release reads %d; start with a new directory".formatted(version, VERSION));
        }
        try {
            JsonNode ports = root.required("ports");
            List<ProcessState> processes = new ArrayList<>();
            for (JsonNode node : root.required("processes")) {
                processes.add(new ProcessState(
                        Role.labelled(node.required("role").asText()),
                        node.required("number").asInt(),
                        node.required("launches").asInt(),
                        node.has("pid") ? OptionalLong.of(node.get("pid").asLong()) : OptionalLong.empty()));
            }
            return new ClusterState(
                    root.required("id").asText(),
                    root.required("slots").asInt(),
                    root.required("heapMebibytes").asInt(),
                    new ClusterPorts(
                            ports.required("zookeeper").asInt(),
                            ports.required("rest").asInt(),
                            ports.required("search").asInt(),
                            numbers(ports.required("brokers")),
                            numbers(ports.required("controllers"))),
                    processes);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static List<Integer> numbers(JsonNode array) {
        List<Integer> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }
}
