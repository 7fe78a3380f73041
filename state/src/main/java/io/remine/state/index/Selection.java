package io.remine.state.index;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** The best rows so far for each query of a batch, out of scores that come chunk by chunk, with rising rows. One thread's. */
final class Selection {

    /** From so many queries on, a group's highest scores are looked at before its single ones. */
    private static final int MIN_FILTERED_QUERIES = 8;

    private static final int FILTERED_ROWS = 8;
    private static final int UNFILTERED_ROWS = 512;

    private final BestRows[] best;
    private final float[] thresholds; // of each query; NaN while all are wanted
    private final float[] halves; // the higher scores of the two halves of a group, and so on
    private final float[] quarters;
    private final float[] highest; // of each query in a group
    private final int groupRows;
    private float[] group = {}; // [groupRows, columns]

    /** @param k best rows of each query, of at most {@code rows} */
    Selection(int queries, int k, int rows) {
        best = new BestRows[queries];
        Arrays.setAll(best, query -> new BestRows(k, rows));
        thresholds = new float[queries];
        Arrays.fill(thresholds, Float.NaN);
        halves = new float[FILTERED_ROWS / 2 * queries];
        quarters = new float[FILTERED_ROWS / 4 * queries];
        highest = new float[queries];
        groupRows = queries >= MIN_FILTERED_QUERIES ? FILTERED_ROWS : UNFILTERED_ROWS;
    }

    /** @param scores [rows, columns], the first of them the queries' */
    void offer(FloatBuffer scores, int rows, int columns, int firstRow) {
        if (group.length < groupRows * columns) {
            group = new float[groupRows * columns];
        }
        for (int begin = 0; begin < rows; begin += groupRows) {
            int count = Math.min(groupRows, rows - begin);
            scores.get(begin * columns, group, 0, count * columns);
            boolean filtered = count == FILTERED_ROWS && groupRows == count;
            if (filtered) {
                findHighest(columns);
            }
            for (int query = 0; query < best.length; query++) {
                if (!filtered || !(highest[query] <= thresholds[query])) { // true where either is NaN
                    offer(query, count, columns, firstRow + begin);
                }
            }
        }
    }

    private void offer(int query, int count, int columns, int firstRow) {
        float[] scores = group;
        float threshold = thresholds[query];
        for (int row = 0; row < count; row++) {
            float score = scores[row * columns + query];
            if (!(score <= threshold)) {
                best[query].add(score, firstRow + row);
                threshold = best[query].threshold();
            }
        }
        thresholds[query] = threshold;
    }

    /** By halves, since the compiler turns long loops into vector instructions and short ones not. */
    private void findHighest(int columns) {
        max(group, halves, 4 * columns);
        max(halves, quarters, 2 * columns);
        max(quarters, highest, columns);
    }

    private static void max(float[] from, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = Math.max(from[i], from[i + count]);
        }
    }

    /** Writes a query's best rows of all selections into its place among the hits. */
    static void best(List<Selection> selections, int query, int k, Hits hits) {
        long[] keys = BestRows.merge(
                selections.stream().map(selection -> selection.best[query]).toList(), k);
        int[] rows = new int[keys.length];
        float[] scores = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            rows[i] = BestRows.row(keys[i]);
            scores[i] = BestRows.score(keys[i]);
        }
        hits.rows()[query] = rows;
        hits.scores()[query] = scores;
    }
}
