package io.remine.streams.demo;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.index.IndexJob;
import io.remine.streams.train.TrainJob;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo's two jobs: started fresh or from where an earlier run left them; stopped with savepoints, which are not drained
 * so that they can be gone on from, or cancelled if nothing is kept.
 */
final class Jobs implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final RemineConfiguration configuration;
    private final GenerationRecord generation;
    private final FlinkCluster cluster;
    private final Memory memory;
    private final boolean keep;
    private final Deque<Submission> running = new ArrayDeque<>();

    private record Submission(String name, RunningJob job) {}

    Jobs(
            RemineConfiguration configuration,
            GenerationRecord generation,
            FlinkCluster cluster,
            Memory memory,
            boolean keep) {
        this.configuration = configuration;
        this.generation = generation;
        this.cluster = cluster;
        this.memory = memory;
        this.keep = keep;
    }

    RunningJob startIndexing() throws IOException {
        return start(IndexJob.NAME, IndexJob.build(configuration, generation));
    }

    RunningJob startTraining() throws IOException {
        return start(TrainJob.NAME, TrainJob.build(configuration, generation));
    }

    /**
     * Refuses to wait for a job that has ended.
     *
     * @throws IllegalStateException with the reason
     */
    static void check(RunningJob job) {
        CompletableFuture<Void> finished = job.finished();
        if (finished.isDone()) {
            finished.join();
            throw new IllegalStateException("a job of the demo has ended by itself; the log says more");
        }
    }

    /** Of the completed checkpoints that the cluster remembers, savepoints aside. */
    static Durations checkpointDurations(RunningJob job) {
        Durations durations = new Durations();
        job.checkpoints().stream()
                .filter(checkpoint -> checkpoint.completed() && !checkpoint.savepoint())
                .mapToLong(Checkpoint::durationMillis)
                .forEach(durations::add);
        return durations;
    }

    /** Stops the jobs, the last started first. One that cannot write a savepoint leaves its newest checkpoint. */
    @Override
    public void close() throws IOException {
        while (!running.isEmpty()) {
            Submission last = running.pop();
            stop(last.name(), last.job());
        }
    }

    private RunningJob start(String name, StreamExecutionEnvironment environment) throws IOException {
        Optional<String> restoreFrom = memory.restoreFrom(name);
        RunningJob job = cluster.submit(environment, name, restoreFrom);
        memory.started(name, job.id(), restoreFrom);
        running.push(new Submission(name, job));
        return job;
    }

    private void stop(String name, RunningJob job) throws IOException {
        try {
            if (keep) {
                memory.stopped(name, job.stopWithSavepoint(false));
            } else {
                job.cancel();
            }
        } catch (RuntimeException e) {
            LOG.warn("Job {} did not stop in order; its newest checkpoint remains", name, e);
        }
    }
}
