package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.streams.cluster.RunningJob;
import java.util.OptionalDouble;
import java.util.stream.StreamSupport;

/** What the cluster says of the tasks of a job. */
record JobDetails(RunningJob job) {

    /**
     * The id of a task.
     *
     * @param firstOperator which names it
     */
    String task(String firstOperator) {
        return StreamSupport.stream(job.details("").required("vertices").spliterator(), false)
                .filter(vertex -> vertex.path("name").asText().startsWith(firstOperator))
                .map(vertex -> vertex.path("id").asText())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("the job has no task whose first operator is " + firstOperator));
    }

    /** A metric of a task, once it is known. */
    OptionalDouble metric(String task, String name) {
        JsonNode found = job.details("vertices/%s/metrics?get=%s".formatted(task, name));
        return StreamSupport.stream(found.spliterator(), false)
                .mapToDouble(metric -> metric.required("value").asDouble())
                .findFirst();
    }

    /** Checkpoints that did not complete. */
    int failedCheckpoints() {
        return job.details("checkpoints").required("counts").required("failed").asInt();
    }

    /** What a task has in a checkpoint, in all of its subtasks. */
    long stateBytes(long checkpoint, String task) {
        return job.details("checkpoints/details/" + checkpoint)
                .required("tasks")
                .required(task)
                .required("state_size")
                .asLong();
    }
}
