package io.remine.bench;

import com.sun.management.OperatingSystemMXBean;
import io.remine.operators.training.TrainingProbe;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Trains the same examples with workers that merge at every checkpoint, and with as many that never do: the same job, to which
 * no barrier comes. By turns, each going first in every other round.
 *
 * @param workers of either
 * @param examples of one turn
 * @param intervalMillis from one checkpoint to the next, of those that merge
 */
record MergeBench(
        SyntheticTask task, int workers, int examples, int rounds, long intervalMillis, Consumer<String> progress) {

    private static final long POLL_MILLIS = 5;
    /** Of the examples, not measured: tasks start, and what they run is compiled. */
    private static final int WARM_UP_SHARE = 4;

    private static final Duration NEVER = Duration.ofHours(12);

    /** Of all workers, which are in this process. */
    private static final LongAdder TRAINED = new LongAdder();

    private static final TrainingProbe COUNT = moment -> TRAINED.add(moment.examples());

    Comparison run() throws Exception {
        Map<String, String> settings = Map.of(
                RemineOptions.MODEL_SOURCE.name(), "random:1",
                RemineOptions.TRAIN_BOUNDED.name(), "false",
                RemineOptions.TRAIN_WORKERS.name(), Integer.toString(workers));
        List<Round> merging = new ArrayList<>();
        List<Round> independent = new ArrayList<>();
        try (Deployment deployment = Deployment.start(task, intervalMillis, settings, progress)) {
            deployment.produceExamples(examples + 2 * examples / WARM_UP_SHARE);
            RemineConfiguration merge = deployment.configuration();
            RemineConfiguration never =
                    merge.with(Map.of(RemineOptions.CHECKPOINT_INTERVAL.name(), Long.toString(NEVER.toMillis())));
            for (int round = 0; round < rounds; round++) {
                boolean mergingFirst = round % 2 == 0;
                Round first = turn(deployment, mergingFirst ? merge : never);
                Round second = turn(deployment, mergingFirst ? never : merge);
                merging.add(mergingFirst ? first : second);
                independent.add(mergingFirst ? second : first);
                progress.accept("round %d: %.2f s merging, %.2f s independent"
                        .formatted(
                                round + 1,
                                merging.get(round).seconds(),
                                independent.get(round).seconds()));
            }
        }
        return new Comparison("independent workers", merging, independent, examples);
    }

    private Round turn(Deployment deployment, RemineConfiguration configuration) throws InterruptedException {
        TRAINED.reset();
        RunningJob job = deployment.submit(configuration, COUNT);
        long begin = await(job, examples / WARM_UP_SHARE);
        long beginNanos = System.nanoTime();
        long beginCpuNanos = cpuNanos();
        long end = await(job, begin + examples);
        double perExample = (double) examples / (end - begin); // it may be some more
        double seconds = (System.nanoTime() - beginNanos) / 1e9 * perExample;
        double cpuSeconds = (cpuNanos() - beginCpuNanos) / 1e9 * perExample;
        job.cancel();
        return new Round(seconds, cpuSeconds, List.of());
    }

    private static long await(RunningJob job, long trained) throws InterruptedException {
        while (TRAINED.sum() < trained) {
            if (job.finished().isDone()) {
                job.finished().join();
                throw new IllegalStateException("the train job has ended by itself; the log says more");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return TRAINED.sum();
    }

    /** Of this process, in which the workers, the mergers and the broker run. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
