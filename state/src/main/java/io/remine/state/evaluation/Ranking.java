package io.remine.state.evaluation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Metrics of one ranking, the best document first, against the set of relevant ones; a mean over queries is the caller's.
 */
public final class Ranking {

    private Ranking() {}

    /**
     * 1 over the rank (from 1) of the first relevant document among the first {@code k}; 0 if none of these is. Its mean is
     * MRR@k.
     */
    public static <T> double reciprocalRank(List<T> ranking, Set<T> relevant, int k) {
        checkDepth(k);
        int depth = Math.min(k, ranking.size());
        for (int i = 0; i < depth; i++) {
            if (relevant.contains(ranking.get(i))) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }

    /** The same for a rank that is known: 1 for the best document, 0 or less if it was not found. */
    public static double reciprocalRank(long rank, int k) {
        checkDepth(k);
        return rank >= 1 && rank <= k ? 1.0 / rank : 0;
    }

    /** The share of relevant documents that are among the first {@code k}; NaN if there are no relevant ones. */
    public static <T> double recall(List<T> ranking, Set<T> relevant, int k) {
        checkDepth(k);
        long found =
                ranking.stream().limit(k).distinct().filter(relevant::contains).count();
        return relevant.isEmpty() ? Double.NaN : (double) found / relevant.size();
    }

    /**
     * Normalised discounted cumulated gain (Järvelin and Kekäläinen 2002) as trec_eval's {@code ndcg_cut} has it: the gain is
     * the grade, the discount log2(rank + 1), the ideal ranking is that of all graded documents.
     *
     * @param grades of relevant documents, above 0; others have none
     * @return 0 to 1; NaN if there are no relevant documents
     */
    public static <T> double ndcg(List<T> ranking, Map<T, Integer> grades, int k) {
        checkDepth(k);
        double gained = 0;
        for (int i = 0; i < Math.min(k, ranking.size()); i++) {
            gained += discounted(grades.getOrDefault(ranking.get(i), 0), i);
        }
        int[] ideal =
                grades.values().stream().mapToInt(grade -> -grade).sorted().toArray();
        double best = 0;
        for (int i = 0; i < Math.min(k, ideal.length); i++) {
            best += discounted(-ideal[i], i);
        }
        return best == 0 ? Double.NaN : gained / best;
    }

    /** The gain of a document at this place, counted from 0. */
    private static double discounted(int grade, int place) {
        return Math.max(0, grade) * Math.log(2) / Math.log(place + 2.0);
    }

    /** The mean of one metric over queries; NaN of none. */
    public static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? Double.NaN : sum / values.length;
    }

    private static void checkDepth(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("depth " + k + ", must be at least 1");
        }
    }
}
