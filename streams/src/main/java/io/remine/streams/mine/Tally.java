package io.remine.streams.mine;

import io.remine.streams.mine.Mined.Passage;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What mining comes to, counted as it goes. */
final class Tally {

    private final DoubleSummaryStatistics positives = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics negatives = new DoubleSummaryStatistics();
    private final DoubleSummaryStatistics differences = new DoubleSummaryStatistics();
    private final TreeMap<Integer, Long> queriesByNegatives = new TreeMap<>();
    private final Map<String, Long> skipped = new LinkedHashMap<>();
    private long candidates;
    private long queries;
    private long records;

    /** So many documents of a query's ranking are not known to be relevant. */
    void addCandidates(int count) {
        candidates += count;
    }

    /** So many of them were left out. */
    void addSkipped(String reason, int count) {
        skipped.merge(reason, (long) count, Long::sum);
    }

    /** So many records were written for a query. */
    void add(Mined mined, int written) {
        queries++;
        records += written;
        queriesByNegatives.merge(mined.negatives().size(), 1L, Long::sum);
        for (Passage positive : mined.positives()) {
            positives.accept(positive.score());
            mined.negatives().forEach(negative -> differences.accept(positive.score() - negative.score()));
        }
        mined.negatives().forEach(negative -> negatives.accept(negative.score()));
    }

    long queries() {
        return queries;
    }

    long records() {
        return records;
    }

    /** How many candidates were left out for this reason. */
    long skipped(String reason) {
        return skipped.getOrDefault(reason, 0L);
    }

    /** What is printed at the end. */
    List<String> lines(int asked) {
        List<String> lines = new ArrayList<>();
        lines.add("%-6s %14s %14s %14s".formatted("score", "positive", "negative", "difference"));
        lines.add("%-6s %,14d %,14d %,14d"
                .formatted("count", positives.getCount(), negatives.getCount(), differences.getCount()));
        lines.add(row("mean", positives.getAverage(), negatives.getAverage(), differences.getAverage()));
        lines.add(row("min", positives.getMin(), negatives.getMin(), differences.getMin()));
        lines.add(row("max", positives.getMax(), negatives.getMax(), differences.getMax()));
        skipped.forEach((reason, count) -> {
            if (count > 0) {
                lines.add("skipped %,d of %,d candidates (%.2f %%): %s"
                        .formatted(count, candidates, 100.0 * count / candidates, reason));
            }
        });
        queriesByNegatives
                .descendingMap()
                .forEach((count, of) -> lines.add("%d of %d negatives for %,d queries".formatted(count, asked, of)));
        if (!queriesByNegatives.headMap(asked).isEmpty()) {
            lines.add("for more negatives raise --range-max, or loosen margins and scores");
        }
        return lines;
    }

    private String row(String name, double positive, double negative, double difference) {
        return "%-6s %14s %14s %14s".formatted(name, score(positive), score(negative), score(difference));
    }

    private static String score(double value) {
        return Double.isFinite(value) ? "%.4f".formatted(value) : "-";
    }
}
