package io.remine.streams.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.invariant.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a run did and what held. As JSON, version 1, under the names of the components here, and a field for the version.
 *
 * @param startedMillis since 1970
 * @param minutes that faults were injected for
 * @param examples in the last version
 * @param versions that became visible
 * @param invariants by name
 */
record ChaosReport(
        long startedMillis,
        Scenario scenario,
        long seed,
        double minutes,
        long examples,
        long versions,
        List<Injected> faults,
        Map<String, Finding> invariants) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A fault that happened.
     *
     * @param fault its name
     * @param process it was done to
     * @param afterMillis since the run's start
     * @param recoveryMillis until a version that was published afterwards was visible, and whoever answers did
     */
    record Injected(String fault, String process, long afterMillis, long recoveryMillis) {}

    ChaosReport {
        faults = List.copyOf(faults);
        invariants = new LinkedHashMap<>(invariants);
    }

    boolean holds() {
        return invariants.values().stream().allMatch(Finding::holds);
    }

    /** Times of recovery in rising order, by the name of the fault. */
    Map<String, List<Long>> recoveries() {
        Map<String, List<Long>> recoveries = new LinkedHashMap<>();
        faults.stream()
                .sorted((left, right) -> Long.compare(left.recoveryMillis(), right.recoveryMillis()))
                .forEach(fault -> recoveries
                        .computeIfAbsent(fault.fault(), name -> new ArrayList<>())
                        .add(fault.recoveryMillis()));
        return recoveries;
    }

    void writeTo(Path file) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("version", VERSION);
        root.put("startedMillis", startedMillis).put("scenario", scenario.label());
        root.put("seed", seed).put("minutes", minutes).put("examples", examples).put("versions", versions);
        ArrayNode injected = root.putArray("faults");
        faults.forEach(fault -> injected.addObject()
                .put("fault", fault.fault())
                .put("process", fault.process())
                .put("afterMillis", fault.afterMillis())
                .put("recoveryMillis", fault.recoveryMillis()));
        ObjectNode held = root.putObject("invariants");
        invariants.forEach((name, finding) ->
                held.putObject(name).put("holds", finding.holds()).put("seen", finding.seen()));
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    }

    /**
     * The reports in a directory, in the order of their files' names.
     *
     * @throws IOException if a JSON file there is none
     */
    static List<ChaosReport> readAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<ChaosReport> reports = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                reports.add(read(file));
            }
            return reports;
        }
    }

    /** @throws IOException if the file is no such report */
    static ChaosReport read(Path file) throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            if (root.path("version").asInt() != VERSION) {
                throw new IOException("%s has version %s, this release reads %d; run it again"
                        .formatted(file, root.path("version"), VERSION));
            }
            List<Injected> faults = new ArrayList<>();
            root.required("faults")
                    .forEach(fault -> faults.add(new Injected(
                            fault.required("fault").asText(),
                            fault.required("process").asText(),
                            fault.required("afterMillis").asLong(),
                            fault.required("recoveryMillis").asLong())));
            Map<String, Finding> invariants = new LinkedHashMap<>();
            root.required("invariants")
                    .properties()
                    .forEach(entry -> invariants.put(
                            entry.getKey(),
                            new Finding(
                                    entry.getValue().required("holds").asBoolean(),
                                    entry.getValue().required("seen").asText())));
            return new ChaosReport(
                    root.required("startedMillis").asLong(),
                    Scenario.labelled(root.required("scenario").asText()),
                    root.required("seed").asLong(),
                    root.required("minutes").asDouble(),
                    root.required("examples").asLong(),
                    root.required("versions").asLong(),
                    faults,
                    invariants);
        } catch (IllegalArgumentException e) {
            throw new IOException("%s is no report of a chaos run: %s".formatted(file, e.getMessage()), e);
        }
    }
}
