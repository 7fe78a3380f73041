package io.remine.bench;

import io.remine.state.live.LiveIndex;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.TimelineId;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.FlinkCluster;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.index.IndexJob;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.local.LocalCluster;
import io.remine.streams.local.LocalClusterSettings;
import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import io.remine.streams.train.TrainJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Submits the train job to a cluster of real processes with one TaskManager, cancels it when it has trained on all examples, and
 * submits it again: each time the same work. Watches the resident size of the TaskManager, whose tasks load the encoder and the
 * tensor library anew.
 *
 * @param warmUp submissions before those that count
 * @param again submissions that count
 */
record ResubmitBench(SyntheticTask task, int examples, int warmUp, int again, Consumer<String> progress) {

    private static final long POLL_MILLIS = 250;
    private static final int HEAP_MEBIBYTES = 256; // all of it touched during the warm-up, so that it hides nothing

    ResubmitBench {
        if (warmUp < 1 || again < 1) {
            throw new IllegalArgumentException(
                    "%d submissions to warm up and %d that count, must be at least 1 each".formatted(warmUp, again));
        }
    }

    /** The medians of the resident size in the last submission of the warm-up, and in each that counts. */
    MemoryCurve run() throws Exception {
        Path directory = Files.createTempDirectory("remine-bench");
        LocalClusterSettings settings = LocalClusterSettings.of(directory)
                .withTaskManagers(1)
                .withSearch(false)
                .withHeap(HEAP_MEBIBYTES)
                .withSettings(Map.of(
                        RemineOptions.MODEL_SOURCE.name(), "random:1",
                        RemineOptions.CHECKPOINT_INTERVAL.name(), "2000",
                        RemineOptions.TOPICS_PARTITIONS.name(), "1",
                        RemineOptions.TRAIN_INPUT.name(), "examples"));
        MemoryCurve curve;
        try (LocalCluster cluster = LocalCluster.start(settings, progress);
                FlinkCluster flink = cluster.connect()) {
            Thread end = new Thread(cluster::close, "end-cluster"); // its processes outlive this one
            Runtime.getRuntime().addShutdownHook(end);
            curve = run(cluster, flink);
            Runtime.getRuntime().removeShutdownHook(end);
        }
        Directories.delete(directory);
        return curve;
    }

    private MemoryCurve run(LocalCluster cluster, FlinkCluster flink) throws Exception {
        RemineConfiguration configuration = cluster.configuration();
        GenerationRecord generation = GenerationPublisher.ensure(configuration);
        TaskTopics topics = new TaskTopics(configuration);
        topics.writeDocuments(task);
        topics.writeExamples(task, examples);
        LocalProcess taskManager = cluster.processes(Role.TASK_MANAGER).get(0);
        List<Long> medians = new ArrayList<>();
        try (Lease<LiveIndex> live = ProcessLiveIndex.ofTasks(configuration).acquire()) {
            RunningJob index = flink.submit(IndexJob.build(configuration, generation), IndexJob.NAME, Optional.empty());
            while (live.get().status().documents() < task.documents()) {
                Thread.sleep(POLL_MILLIS);
            }
            index.cancel();
            Set<TimelineId> before = new HashSet<>();
            for (int submission = 1; submission <= warmUp + again; submission++) {
                RunningJob train =
                        flink.submit(TrainJob.build(configuration, generation), TrainJob.NAME, Optional.empty());
                medians.add(watch(taskManager, live.get(), before));
                train.cancel();
                progress.accept("submission %d: %,d examples, %,d MiB resident"
                        .formatted(submission, examples, medians.get(medians.size() - 1) >> 20));
            }
        }
        return new MemoryCurve(medians.subList(warmUp - 1, medians.size()));
    }

    /** Returns when a timeline that was not there before has all examples. */
    private long watch(LocalProcess taskManager, LiveIndex live, Set<TimelineId> before) throws Exception {
        List<Long> samples = new ArrayList<>();
        Optional<TimelineId> done = Optional.empty();
        while (done.isEmpty()) {
            Thread.sleep(POLL_MILLIS);
            samples.add(resident(taskManager));
            done = live.models().versions().stream()
                    .filter(version -> version.lineage().examples() >= examples)
                    .map(version -> version.version().timeline())
                    .filter(timeline -> !before.contains(timeline))
                    .findFirst();
        }
        before.add(done.get());
        List<Long> sorted = samples.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static long resident(LocalProcess process) throws IOException {
        long pid = process.pid()
                .orElseThrow(() -> new IllegalStateException(
                        "%s has ended; its log says more: %s".formatted(process.name(), process.log())));
        return ProcessMemory.of(pid).residentBytes();
    }
}
