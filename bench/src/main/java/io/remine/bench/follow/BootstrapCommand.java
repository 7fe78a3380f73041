package io.remine.bench.follow;

import io.remine.state.live.LiveIndex;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench follow bootstrap}: from nothing to the first answer, beside reading the topic alone. */
@Command(
        name = "bootstrap",
        mixinStandardHelpOptions = true,
        description =
                "By turns reads the topic with a bare consumer, opens a live index with an empty cache until it can be"
                        + " searched and has been, and opens one on the cache that it left; prints ratios of the times.")
final class BootstrapCommand implements Callable<Integer> {

    private static final double NANOS = 1e9;
    private static final long SETTLE_MILLIS = 500;

    @Option(
            names = "--rounds",
            defaultValue = "15",
            description = "Turns of each, after one that is not counted. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private SnapshotOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<Double> speeds = new ArrayList<>();
        List<Double> answerSpeeds = new ArrayList<>();
        List<Double> restarts = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        try (Workplace workplace = new Workplace();
                PublisherProcess publisher = PublisherProcess.start(workplace.directory("broker"), options)) {
            float[] query = options.query();
            out.printf(
                    "%5s %10s %10s %10s %10s %10s %10s%n",
                    "round", "bare s", "first s", "answer s", "again s", "answer s", "bytes");
            for (int round = 0; round <= rounds; round++) {
                Path cache = workplace.directory("cache");
                settle();
                BareConsumer.Read bare = BareConsumer.read(publisher.bootstrapServers());
                settle();
                Opening first = Opening.measure(publisher, cache, query);
                settle();
                Opening again = Opening.measure(publisher, cache, query);
                workplace.delete("cache");
                if (round > 0) { // the first warms the compiler and the engine
                    speeds.add(bare.nanos() / first.searchable());
                    answerSpeeds.add(bare.nanos() / first.answered());
                    restarts.add(first.searchable() / again.searchable());
                    answers.add(first.answered() / again.answered());
                    out.printf(
                            "%5d %10.3f %10.3f %10.3f %10.3f %10.3f %,10d%n",
                            round,
                            bare.nanos() / NANOS,
                            first.searchable() / NANOS,
                            first.answered() / NANOS,
                            again.searchable() / NANOS,
                            again.answered() / NANOS,
                            bare.bytes());
                    out.flush();
                }
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("speedByBareConsumer", Percentiles.median(speeds));
        figures.put("answerSpeedByBareConsumer", Percentiles.median(answerSpeeds));
        figures.put("firstByRestart", Percentiles.median(restarts));
        figures.put("firstAnswerByRestart", Percentiles.median(answers));
        out.printf(
                "bytes per second by the bare consumer's %.2f until it can be searched, %.2f until the first answer,"
                        + " median of %d%n",
                Percentiles.median(speeds), Percentiles.median(answerSpeeds), rounds);
        out.printf(
                "time with an empty cache by that with a warm one %.1f until it can be searched, %.1f until the first"
                        + " answer%n",
                Percentiles.median(restarts), Percentiles.median(answers));
        options.report(figures);
        return 0;
    }

    /** Lets no turn pay for what the one before has left: garbage, and fetches that the broker still answers. */
    private static void settle() throws InterruptedException {
        System.gc();
        Thread.sleep(SETTLE_MILLIS);
    }

    /**
     * Nanoseconds from opening; closing, which waits for the broker to answer a fetch, is not among them.
     *
     * @param searchable until there was a view
     * @param answered until a search in it was answered
     */
    private record Opening(double searchable, double answered) {

        static Opening measure(PublisherProcess publisher, Path cache, float[] query) throws Exception {
            long start = System.nanoTime();
            try (LiveIndex live = LiveIndex.open(publisher.follower(cache))) {
                VectorSearch.await(live, 1);
                long searchable = System.nanoTime();
                VectorSearch.search(live, query);
                return new Opening(searchable - start, System.nanoTime() - start);
            }
        }
    }
}
