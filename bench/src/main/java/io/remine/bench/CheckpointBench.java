package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.RunningJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains with checkpoints, ends the job where it stands, and goes on from its newest checkpoint, several times; reads what
 * the cluster says of the workers' tasks. All parameters and moments of a worker change from one checkpoint to the next.
 */
final class CheckpointBench {

    private static final long POLL_MILLIS = 200;
    private static final String WORKERS = "train"; // the first operator of their task, which names it

    private final Deployment deployment;
    private final Consumer<String> progress;
    private final List<Long> inThreadMillis = new ArrayList<>();
    private final List<Long> restoreMillis = new ArrayList<>();
    private long stateBytes;

    private CheckpointBench(Deployment deployment, Consumer<String> progress) {
        this.deployment = deployment;
        this.progress = progress;
    }

    /** @param checkpoints between one restart and the next */
    static CheckpointFigures run(
            SyntheticTask task,
            int workers,
            int examples,
            int checkpoints,
            int restarts,
            long intervalMillis,
            Consumer<String> progress)
            throws Exception {
        try (Deployment deployment = Deployment.start(task, intervalMillis, workers, progress)) {
            deployment.produceExamples(examples);
            CheckpointBench bench = new CheckpointBench(deployment, progress);
            bench.run(checkpoints, restarts);
            return new CheckpointFigures(bench.stateBytes, bench.inThreadMillis, bench.restoreMillis);
        }
    }

    private void run(int checkpoints, int restarts) throws InterruptedException {
        Optional<String> newest = Optional.empty();
        for (int start = 0; start <= restarts; start++) {
            RunningJob job = deployment.submit(newest);
            List<Checkpoint> completed = await(job, checkpoints);
            for (Checkpoint checkpoint : completed) {
                readCheckpoint(job, checkpoint.id());
            }
            if (newest.isPresent()) {
                readRestore(job);
            }
            newest = completed.get(completed.size() - 1).path();
            job.cancel();
            progress.accept("start %d of %d: %d checkpoints".formatted(start + 1, restarts + 1, completed.size()));
        }
    }

    private static List<Checkpoint> await(RunningJob job, int checkpoints) throws InterruptedException {
        while (true) {
            if (job.finished().isDone()) {
                job.finished().join();
                throw new IllegalStateException(
                        "the job has trained on all examples too soon; give it more --examples");
            }
            List<Checkpoint> completed =
                    job.checkpoints().stream().filter(Checkpoint::completed).toList();
            if (completed.size() >= checkpoints) {
                return completed;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void readCheckpoint(RunningJob job, long checkpoint) {
        long slowest = 0;
        for (JsonNode task : job.details("checkpoints/details/%d/subtasks/%s".formatted(checkpoint, workers(job)))
                .path("subtasks")) {
            slowest = Math.max(
                    slowest, task.required("checkpoint").required("sync").asLong());
            stateBytes = Math.max(stateBytes, task.required("state_size").asLong());
        }
        inThreadMillis.add(slowest);
    }

    private void readRestore(RunningJob job) {
        long slowest = 0;
        for (JsonNode task :
                job.details("vertices/%s/subtasktimes".formatted(workers(job))).path("subtasks")) {
            JsonNode times = task.required("timestamps");
            slowest = Math.max(
                    slowest,
                    times.required("RUNNING").asLong()
                            - times.required("DEPLOYING").asLong());
        }
        restoreMillis.add(slowest);
    }

    private static String workers(RunningJob job) {
        return new JobDetails(job).task(WORKERS);
    }
}
