package io.remine.state.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best rows so far for each query of a batch, out of scores that come chunk by chunk, with rising rows.
 *
 * <p>For many queries scores are looked at by groups of rows, and only groups whose highest score is above a query's
 * threshold are opened. The first chunks wait until there are some groups for each row wanted: these tell a threshold that
 * little more than the wanted rows exceed.
 *
 * <p>One thread offers chunks; after that, several may ask for the best of different queries.
 */
final class Selection {

    /** With fewer queries single scores are compared at once. */
    private static final int MIN_GROUPED_QUERIES = 8;

    /** So many groups for each row wanted wait for each other. */
    private static final int GROUPS_FOR_EACH_WANTED = 4;

    /** Most scores that wait, 4 bytes each, chunks being whole. */
    private static final int MAX_WAITING_SCORES = 1 << 21;

    private static final int ROWS_AT_A_TIME = 512;

    private final int k;
    private final BestRows[] best;
    private final float[] thresholds; // of each query; NaN while all are wanted
    private final List<ScoreGroups> waiting = new ArrayList<>();
    private boolean begun; // nothing waits any more
    private float[] some = {}; // [ROWS_AT_A_TIME, columns]

    /** @param k best rows of each query, of at most {@code rows} */
    Selection(int queries, int k, int rows) {
        this.k = k;
        best = new BestRows[queries];
        Arrays.setAll(best, query -> new BestRows(k, rows));
        thresholds = new float[queries];
        Arrays.fill(thresholds, Float.NaN);
    }

    /** Takes possession of the scores. */
    void offer(Scores scores) {
        if (best.length < MIN_GROUPED_QUERIES) {
            try (scores) {
                addRows(scores);
            }
            return;
        }
        ScoreGroups groups = ScoreGroups.of(scores);
        if (!begun) {
            waiting.add(groups);
            if (isEnough()) {
                begin();
            }
            return;
        }
        try (scores) {
            addGroups(groups);
        }
    }

    private boolean isEnough() {
        long groups = waiting.stream().mapToLong(ScoreGroups::count).sum();
        return groups >= (long) GROUPS_FOR_EACH_WANTED * k
                || groups * ScoreGroups.ROWS * best.length >= MAX_WAITING_SCORES;
    }

    private void begin() {
        for (int query = 0; query < best.length; query++) {
            addWaiting(query, ScoreGroups.threshold(waiting, query, k));
        }
        waiting.forEach(groups -> groups.scores().close());
        waiting.clear();
        begun = true;
    }

    private void addWaiting(int query, float threshold) {
        best[query].raise(threshold);
        for (ScoreGroups groups : waiting) {
            for (int group = 0; group < groups.count(); group++) {
                if (!(groups.highest(group, query) <= best[query].threshold())) { // true where either is NaN
                    groups.addTo(best[query], group, query);
                }
            }
        }
        thresholds[query] = best[query].threshold();
    }

    private void addGroups(ScoreGroups groups) {
        for (int group = 0; group < groups.count(); group++) {
            for (int query = 0; query < best.length; query++) {
                if (!(groups.highest(group, query) <= thresholds[query])) {
                    groups.addTo(best[query], group, query);
                    thresholds[query] = best[query].threshold();
                }
            }
        }
    }

    private void addRows(Scores scores) {
        int columns = scores.columns();
        if (some.length < ROWS_AT_A_TIME * columns) {
            some = new float[ROWS_AT_A_TIME * columns];
        }
        for (int begin = 0; begin < scores.rows(); begin += ROWS_AT_A_TIME) {
            int count = Math.min(ROWS_AT_A_TIME, scores.rows() - begin);
            scores.values().get(begin * columns, some, 0, count * columns);
            for (int query = 0; query < best.length; query++) {
                addRows(query, count, columns, scores.firstRow() + begin);
            }
        }
    }

    private void addRows(int query, int count, int columns, int firstRow) {
        float threshold = thresholds[query];
        for (int row = 0; row < count; row++) {
            float score = some[row * columns + query];
            if (!(score <= threshold)) {
                best[query].add(score, firstRow + row);
                threshold = best[query].threshold();
            }
        }
        thresholds[query] = threshold;
    }

    /** Writes a query's best rows of all selections into its place among the hits. */
    static void best(List<Selection> selections, int query, int k, Hits hits) {
        float threshold = threshold(selections, query, k);
        selections.forEach(selection -> selection.addWaiting(query, threshold));
        long[] keys = BestRows.merge(
                selections.stream().map(selection -> selection.best[query]).toList(), k);
        hits.rows()[query] = BestRows.rows(keys);
        hits.scores()[query] = BestRows.scores(keys);
    }

    /** What k rows exceed, by what waits in all selections and what is known in any; NaN if neither tells. */
    private static float threshold(List<Selection> selections, int query, int k) {
        List<ScoreGroups> waiting = selections.stream()
                .flatMap(selection -> selection.waiting.stream())
                .toList();
        float highest = ScoreGroups.threshold(waiting, query, k);
        for (Selection selection : selections) {
            highest = highest >= selection.thresholds[query] || Float.isNaN(selection.thresholds[query])
                    ? highest
                    : selection.thresholds[query];
        }
        return highest;
    }
}
