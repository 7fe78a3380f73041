package io.remine.bench.follow;

import io.remine.state.live.LiveIndex;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench follow refresh}: what a small change costs whoever follows and searches. */
@Command(
        name = "refresh",
        mixinStandardHelpOptions = true,
        description =
                "Changes a share of the documents, again and again, while searches go on; prints which share of the"
                        + " snapshot's bytes travels, and the 99th percentile of searches from the first byte of a change to the"
                        + " first answer of the new view, by that of as many when nothing happens. Broker and publisher are a"
                        + " process of their own, and leave the processor to the searches.")
final class RefreshCommand implements Callable<Integer> {

    private static final double MILLIS = 1e6;

    @Option(names = "--share", defaultValue = "0.01", description = "Of the documents. Default: ${DEFAULT-VALUE}.")
    private double share;

    @Option(
            names = "--rounds",
            defaultValue = "50",
            description = "Changes, after one that is not counted. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private SnapshotOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Workplace workplace = new Workplace();
                PublisherProcess publisher = PublisherProcess.startAside(workplace.directory("broker"), options);
                LiveIndex live = LiveIndex.open(publisher.follower(workplace.directory("cache")))) {
            VectorSearch.await(live, 1);
            long snapshotBytes = live.status().progress().bytesRead();
            measure(publisher, live, snapshotBytes, out);
        }
        return 0;
    }

    private void measure(PublisherProcess publisher, LiveIndex live, long snapshotBytes, PrintWriter out)
            throws Exception {
        float[] query = options.query();
        Searches searches = new Searches(() -> VectorSearch.search(live, query));
        List<Double> quiet = new ArrayList<>();
        List<Double> swapping = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            long wanted = publisher.prepare(share);
            long bytes = live.status().progress().bytesRead();
            CompletableFuture<Void> published = publisher.publish();
            searches.whileSo(() -> live.status().progress().bytesRead() == bytes);
            long start = System.nanoTime();
            List<Double> whileSwapping = searches.whileSo(() -> checkpoint(live) < wanted);
            double untilSwap = (System.nanoTime() - start) / 1e3 / MILLIS;
            whileSwapping.add(searches.timed()); // in the new view for the first time
            published.join();
            List<Double> afterwards = searches.asMany(whileSwapping.size());
            if (round > 0) { // the first warms the compiler
                seconds.add(untilSwap);
                shares.add((double) (live.status().progress().bytesRead() - bytes) / snapshotBytes);
                swapping.addAll(whileSwapping);
                quiet.addAll(afterwards);
            }
        }
        double ratio = Percentiles.of(swapping, 0.99) / Percentiles.of(quiet, 0.99);
        out.printf("bytes of a refresh by the snapshot's %.4f%n", Percentiles.median(shares));
        out.printf("from its first byte to swap %.3f s, median of %d%n", Percentiles.median(seconds), rounds);
        out.printf(
                "median of %d searches %.1f ms while it lasts, %.1f ms otherwise%n",
                swapping.size(), Percentiles.median(swapping), Percentiles.median(quiet));
        out.printf(
                "99th percentile of %d searches %.1f ms while it lasts, %.1f ms otherwise: ratio %.2f%n",
                swapping.size(), Percentiles.of(swapping, 0.99), Percentiles.of(quiet, 0.99), ratio);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bytesBySnapshot", Percentiles.median(shares));
        figures.put("seconds", Percentiles.median(seconds));
        figures.put("searches", swapping.size());
        figures.put("p99Ratio", ratio);
        options.report(figures);
    }

    private static long checkpoint(LiveIndex live) {
        return live.status().manifest().orElseThrow().checkpoint();
    }

    /** Searches, one after the other, and the milliseconds of each. */
    private record Searches(Runnable search) {

        List<Double> whileSo(BooleanSupplier condition) {
            List<Double> millis = new ArrayList<>();
            while (condition.getAsBoolean()) {
                millis.add(timed());
            }
            return millis;
        }

        List<Double> asMany(int count) {
            List<Double> millis = new ArrayList<>();
            while (millis.size() < count) {
                millis.add(timed());
            }
            return millis;
        }

        double timed() {
            long start = System.nanoTime();
            search.run();
            return (System.nanoTime() - start) / MILLIS;
        }
    }
}
