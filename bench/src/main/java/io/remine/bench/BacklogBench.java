package io.remine.bench;

import io.remine.state.model.VersionRecord;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Trains a tiny encoder while far more examples wait on the topic than it takes in that time, and watches the checkpoints,
 * the lag as docs/metrics.md names it, and the resident size of this process.
 */
final class BacklogBench {

    private static final long POLL_MILLIS = 500;
    private static final Map<String, String> TINY = Map.of(RemineOptions.MODEL_SOURCE.name(), "random:1");
    private static final String LAG = "0.Source__examples.pendingRecords";
    private static final String STEP_MILLIS = "0.train.stepMillis";

    private final Deployment deployment;
    private final Consumer<String> progress;
    private final List<Long> resident = new ArrayList<>();
    private double stepMillis;

    private BacklogBench(Deployment deployment, Consumer<String> progress) {
        this.deployment = deployment;
        this.progress = progress;
    }

    /**
     * @param warmUpSeconds after the first checkpoint, before memory counts
     * @param seconds that it trains after that
     */
    static BacklogFigures run(
            SyntheticTask task,
            int examples,
            int warmUpSeconds,
            int seconds,
            long intervalMillis,
            Consumer<String> progress)
            throws Exception {
        try (Deployment deployment = Deployment.start(task, intervalMillis, TINY, progress)) {
            progress.accept("writing %,d examples".formatted(examples));
            deployment.produceExamples(examples);
            return new BacklogBench(deployment, progress).run(warmUpSeconds, seconds);
        }
    }

    private BacklogFigures run(int warmUpSeconds, int seconds) throws Exception {
        long submitted = System.nanoTime();
        RunningJob job = deployment.submit(Optional.empty());
        JobDetails details = new JobDetails(job);
        String source = details.task("Source");
        String worker = details.task("train");
        OptionalDouble lagAtFirst = OptionalDouble.empty();
        while (lagAtFirst.isEmpty()) {
            watch(job, worker);
            lagAtFirst = metric(job, source, LAG);
        }
        int failedAtFirst = details.failedCheckpoints(); // triggered before all tasks ran
        progress.accept("the lag is %,.0f records".formatted(lagAtFirst.getAsDouble()));
        watch(job, worker, warmUpSeconds);
        resident.clear();
        watch(job, worker, seconds);

        List<Checkpoint> checkpoints = job.checkpoints();
        OptionalDouble lagAtLast = metric(job, source, LAG);
        double elapsed = (System.nanoTime() - submitted) / 1e9;
        long trained = deployment.live().models().versions().stream()
                .map(VersionRecord::lineage)
                .mapToLong(lineage -> lineage.examples())
                .max()
                .orElse(0);
        int failed = details.failedCheckpoints() - failedAtFirst;
        job.cancel();
        return new BacklogFigures(
                (long) lagAtFirst.getAsDouble(),
                (long) lagAtLast.orElseThrow(),
                trained,
                elapsed,
                stepMillis,
                checkpoints.stream()
                        .filter(Checkpoint::completed)
                        .map(Checkpoint::durationMillis)
                        .toList(),
                failed,
                MemoryCurve.of(resident));
    }

    private void watch(RunningJob job, String worker, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            watch(job, worker);
        }
    }

    private void watch(RunningJob job, String worker) throws Exception {
        if (job.finished().isDone()) {
            job.finished().join();
            throw new IllegalStateException("the backlog is used up; give it more --examples or fewer --seconds");
        }
        Thread.sleep(POLL_MILLIS);
        resident.add(ProcessMemory.own().residentBytes());
        stepMillis = Math.max(stepMillis, metric(job, worker, STEP_MILLIS).orElse(0));
    }

    /** A metric of a task, once it is known and above nothing. */
    private static OptionalDouble metric(RunningJob job, String task, String name) {
        OptionalDouble value = new JobDetails(job).metric(task, name);
        return value.orElse(0) > 0 ? value : OptionalDouble.empty();
    }
}
