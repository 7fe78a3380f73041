package io.remine.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import com.sun.management.OperatingSystemMXBean;
import io.remine.state.index.Answer;
import io.remine.state.index.Filter;
import io.remine.state.index.GraphBuilder;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The same queries by turns in the whole of an index and by its graph: how many of the best are found, and in what time.
 *
 * @param queries drawn from the clusters that the rows are from
 */
record ApproximateBench(int rows, int queries, long seed) {

    static final int DIMENSION = 384;
    static final int K = 10;

    private static final int WARM_UP_QUERIES = 500;
    private static final Duration LOOK = Duration.ofSeconds(30);

    /**
     * Times of a query are medians.
     *
     * @param buildProcessorSeconds of this process while the graph was built
     * @param recall share of the {@link #K} best that the graph finds
     * @param leastRecall of a query
     */
    record Figures(
            double buildSeconds,
            double buildProcessorSeconds,
            double recall,
            double leastRecall,
            double exactMillis,
            double graphMillis) {

        double ratio() {
            return graphMillis / exactMillis;
        }
    }

    Figures run(Consumer<String> progress) throws IOException, InterruptedException {
        ClusteredVectors vectors = new ClusteredVectors(rows, DIMENSION, seed);
        Path directory = Files.createTempDirectory("remine-bench");
        try {
            IndexView view =
                    RandomIndex.build(rows, DIMENSION, vectors::next, directory, OutputStream.nullOutputStream());
            try (Lease<IndexView> lease = Lease.of(view, view::close)) {
                progress.accept("%d rows in %d dimensions".formatted(rows, DIMENSION));
                double processorSeconds = processorSeconds();
                double seconds = build(lease, progress);
                processorSeconds = processorSeconds() - processorSeconds;
                float[][] asked = IntStream.range(0, queries)
                        .mapToObj(query -> vectors.next())
                        .toArray(float[][]::new);
                return compare(view, asked, seconds, processorSeconds);
            }
        } finally {
            Directories.delete(directory);
        }
    }

    private static double build(Lease<IndexView> view, Consumer<String> progress) throws InterruptedException {
        AtomicReference<String> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        try (GraphBuilder builder = new GraphBuilder(0, failure::set)) {
            builder.follow(view);
            while (!builder.awaitIdle(LOOK)) {
                progress.accept("%.0f s building the graph".formatted(seconds(begin)));
            }
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
        return seconds(begin);
    }

    private Figures compare(IndexView view, float[][] asked, double buildSeconds, double buildProcessorSeconds) {
        List<Double> exactMillis = new ArrayList<>();
        List<Double> graphMillis = new ArrayList<>();
        List<Double> recalls = new ArrayList<>();
        try (NDManager manager = PyTorch.newManager()) {
            NDArray all = manager.create(asked);
            for (int query = -WARM_UP_QUERIES; query < queries; query++) { // negative: warms up
                int row = Math.floorMod(query, queries);
                NDArray one = all.get(manager, new NDIndex().addSliceDim(row, row + 1));
                long begin = System.nanoTime();
                Hits exact = view.search(one, K);
                long between = System.nanoTime();
                Answer answer = view.searchApproximately(one, K, List.of(List.of()), List.of(Filter.NONE));
                long end = System.nanoTime();
                if (answer.exact()) {
                    throw new IllegalStateException("%d rows are searched exactly; take more".formatted(rows));
                }
                if (query >= 0) {
                    exactMillis.add((between - begin) / 1e6);
                    graphMillis.add((end - between) / 1e6);
                    recalls.add(recall(exact.rows()[0], answer.hits().rows()[0]));
                }
            }
        }
        return new Figures(
                buildSeconds,
                buildProcessorSeconds,
                recalls.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
                recalls.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                SearchBench.median(exactMillis),
                SearchBench.median(graphMillis));
    }

    private static double recall(int[] best, int[] found) {
        long hits = IntStream.of(best)
                .filter(row -> IntStream.of(found).anyMatch(other -> other == row))
                .count();
        return (double) hits / best.length;
    }

    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
