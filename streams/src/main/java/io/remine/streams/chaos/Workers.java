package io.remine.streams.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.local.LocalProcess;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the train job trains: a TaskManager without a worker is not missed. */
record Workers(RunningJob train) {

    private static final String VERTEX = "train";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    /**
     * Those of the processes that workers run in now.
     *
     * @throws IllegalStateException if there is none for two minutes
     */
    List<LocalProcess> among(List<LocalProcess> processes) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Set<String> taskManagers = taskManagers();
            List<LocalProcess> found = processes.stream()
                    .filter(process -> taskManagers.contains(process.resourceId()))
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
            Thread.sleep(LOOK.toMillis());
        }
        throw new IllegalStateException("no TaskManager has had a worker for " + PATIENCE);
    }

    /** As Flink names them; none while the JobManager does not answer. What it says may be some seconds old. */
    private Set<String> taskManagers() {
        Set<String> found = new HashSet<>();
        try {
            for (JsonNode vertex : train.details("").path("vertices")) {
                if (vertex.path("name").asText().startsWith(VERTEX)) {
                    train.details("vertices/" + vertex.path("id").asText() + "/taskmanagers")
                            .path("taskmanagers")
                            .forEach(taskManager ->
                                    found.add(taskManager.path("taskmanager-id").asText()));
                }
            }
        } catch (IllegalStateException e) {
            found.clear();
        }
        return found;
    }
}
