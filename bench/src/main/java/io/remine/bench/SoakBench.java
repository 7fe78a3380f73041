package io.remine.bench;

import io.remine.state.invariant.EveryExampleTrainedOnce;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a tiny encoder on queries and clicks that come at a steady rate, for as long as is asked, and watches what must not
 * grow: the resident size of this process, the join's state beyond its time-to-live, checkpoints, the lag.
 *
 * @param perSecond examples
 * @param warmUp before anything but the examples counts
 * @param watched after that
 * @param timeToLive of queries and clicks in the join
 */
record SoakBench(
        SyntheticTask task,
        double perSecond,
        Duration warmUp,
        Duration watched,
        Duration timeToLive,
        long intervalMillis,
        Consumer<String> progress) {

    private static final long MOST_POLL_MILLIS = 1_000;
    private static final String SOURCE = "Source: %s";
    private static final String LAG = "0.Source__%s.pendingRecords";
    private static final Duration REPORT = Duration.ofMinutes(1);
    /** Without a new example for this long, none will come. */
    private static final Duration STALLED = Duration.ofMinutes(5);

    SoakFigures run() throws Exception {
        Map<String, String> settings = Map.of(
                RemineOptions.MODEL_SOURCE.name(), "random:1",
                RemineOptions.TRAIN_INPUT.name(), "clicks",
                RemineOptions.TRAIN_BOUNDED.name(), "false",
                RemineOptions.JOIN_TIME_TO_LIVE.name(), Long.toString(timeToLive.toMillis()));
        try (Deployment deployment = Deployment.start(task, intervalMillis, settings, progress)) {
            RunningJob job = deployment.submit(Optional.empty());
            while (job.checkpoints().stream().noneMatch(Checkpoint::completed)) {
                Thread.sleep(pollMillis());
            }
            return new Watch(deployment, job).run();
        }
    }

    /** Often enough for a curve of the shortest run. */
    private long pollMillis() {
        return Math.min(MOST_POLL_MILLIS, watched.toMillis() / (2 * MemoryCurve.WINDOWS));
    }

    /** One run of it. */
    private final class Watch {

        private final Deployment deployment;
        private final RunningJob job;
        private final JobDetails details;
        private final Map<String, String> sources; // metrics of lag, and the tasks that have them
        private final List<Long> resident = new ArrayList<>();
        private final EveryExampleTrainedOnce once = new EveryExampleTrainedOnce();
        private long largestLag;

        Watch(Deployment deployment, RunningJob job) {
            this.deployment = deployment;
            this.job = job;
            details = new JobDetails(job);
            sources = Map.of(
                    LAG.formatted("queries"),
                    details.task(SOURCE.formatted("queries")),
                    LAG.formatted("clicks"),
                    details.task(SOURCE.formatted("clicks")));
        }

        SoakFigures run() throws Exception {
            Lineage written;
            int failedAtFirst;
            long newestAtFirst;
            try (SoakLoad load = new SoakLoad(task, perSecond, deployment.configuration())) {
                watch(warmUp, load);
                while (!isLagKnown()) { // not before the first records
                    Thread.sleep(pollMillis());
                }
                resident.clear();
                largestLag = 0;
                failedAtFirst = details.failedCheckpoints();
                newestAtFirst = newest();
                watch(watched, load);
                written = load.finish();
            }
            List<Checkpoint> checkpoints = job.checkpoints().stream()
                    .filter(checkpoint -> checkpoint.completed() && checkpoint.id() > newestAtFirst)
                    .toList();
            String join = details.task("join");
            List<Long> joinState = checkpoints.stream()
                    .map(checkpoint -> details.stateBytes(checkpoint.id(), join))
                    .toList();
            int failed = details.failedCheckpoints() - failedAtFirst;
            awaitTrained(written);
            once.ended(written);
            long lagAtLast = lag();
            job.cancel();
            return new SoakFigures(
                    trained(),
                    once.finding(),
                    watched.toMillis() / 1e3,
                    largestLag,
                    lagAtLast,
                    checkpoints.stream().map(Checkpoint::durationMillis).toList(),
                    failed,
                    MemoryCurve.of(resident),
                    joinState);
        }

        private void watch(Duration time, SoakLoad load) throws Exception {
            long end = System.nanoTime() + time.toNanos();
            long report = System.nanoTime() + REPORT.toNanos();
            while (System.nanoTime() < end || resident.size() < MemoryCurve.WINDOWS) {
                Thread.sleep(pollMillis());
                if (job.finished().isDone()) {
                    job.finished().join();
                    throw new IllegalStateException("the train job has ended by itself; the log says more");
                }
                resident.add(ProcessMemory.own().residentBytes());
                largestLag = Math.max(largestLag, lag());
                if (System.nanoTime() > report) {
                    report += REPORT.toNanos();
                    progress.accept("%,d examples written, %,d trained, %,d MiB resident, lag %,d"
                            .formatted(
                                    load.written().examples(),
                                    trained(),
                                    resident.get(resident.size() - 1) >> 20,
                                    lag()));
                }
            }
        }

        /** Returns when all of it is trained, or nothing more happens. */
        private void awaitTrained(Lineage written) throws InterruptedException {
            long before = trained();
            long moved = System.nanoTime();
            while (before < written.examples() && System.nanoTime() - moved < STALLED.toNanos()) {
                Thread.sleep(pollMillis());
                long now = trained();
                moved = now > before ? System.nanoTime() : moved;
                before = now;
            }
            for (VersionRecord version : deployment.live().models().versions()) {
                once.published(version, written.examples());
            }
        }

        private long trained() {
            return deployment.live().models().versions().stream()
                    .mapToLong(version -> version.lineage().examples())
                    .max()
                    .orElse(0);
        }

        private long newest() {
            return job.checkpoints().stream().mapToLong(Checkpoint::id).max().orElse(0);
        }

        private boolean isLagKnown() {
            return sources.entrySet().stream().allMatch(source -> details.metric(source.getValue(), source.getKey())
                    .isPresent());
        }

        private long lag() {
            return (long) sources.entrySet().stream()
                    .mapToDouble(source ->
                            details.metric(source.getValue(), source.getKey()).orElse(0))
                    .sum();
        }
    }
}
