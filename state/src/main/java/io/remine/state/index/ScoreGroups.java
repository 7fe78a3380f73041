package io.remine.state.index;

import java.util.List;

/**
 * Scores, and for each query the highest of each group of rows: with one look a whole group is passed over, and how high the
 * best groups reach says from which score on a row can be among the best.
 *
 * @param count of groups; the last one may be shorter
 * @param highest [count, columns]; NaN if the group has one
 */
@SuppressWarnings("ArrayRecordComponent") // a computation's result, never compared
record ScoreGroups(Scores scores, int count, float[] highest) {

    /** Of a group. */
    static final int ROWS = 8;

    /** By halves, since the compiler turns long loops into vector instructions and short ones not. */
    static ScoreGroups of(Scores scores) {
        int columns = scores.columns();
        int count = (scores.rows() + ROWS - 1) / ROWS;
        float[] highest = new float[count * columns];
        float[] group = new float[ROWS * columns];
        for (int i = 0; i < count; i++) {
            int rows = rows(scores, i);
            scores.values().get(i * ROWS * columns, group, 0, rows * columns);
            for (int missing = rows; missing < ROWS; missing++) {
                System.arraycopy(group, 0, group, missing * columns, columns);
            }
            for (int half = ROWS / 2; half > 0; half /= 2) {
                keepHigher(group, half * columns);
            }
            System.arraycopy(group, 0, highest, i * columns, columns);
        }
        return new ScoreGroups(scores, count, highest);
    }

    float highest(int group, int query) {
        return highest[group * scores.columns() + query];
    }

    /** Adds the rows of a group that score above what these say. */
    void addTo(BestRows best, int group, int query) {
        int begin = group * ROWS;
        for (int row = begin; row < begin + rows(scores, group); row++) {
            float score = scores.values().get(row * scores.columns() + query);
            if (!(score <= best.threshold())) {
                best.add(score, scores.firstRow() + row);
            }
        }
    }

    /** A score that at least k rows exceed; NaN if the groups do not tell. */
    static float threshold(List<ScoreGroups> chunks, int query, int k) {
        int all = chunks.stream().mapToInt(ScoreGroups::count).sum();
        if (all < k) {
            return Float.NaN;
        }
        long[] keys = new long[all];
        int next = 0;
        for (ScoreGroups groups : chunks) {
            for (int group = 0; group < groups.count; group++, next++) {
                keys[next] = BestRows.key(groups.highest(group, query), next);
            }
        }
        float reached = BestRows.score(BestRows.last(keys, all, k));
        return reached == Float.NEGATIVE_INFINITY ? Float.NaN : Math.nextDown(reached);
    }

    private static int rows(Scores scores, int group) {
        return Math.min(ROWS, scores.rows() - group * ROWS);
    }

    private static void keepHigher(float[] values, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = Math.max(values[i], values[i + count]);
        }
    }
}
