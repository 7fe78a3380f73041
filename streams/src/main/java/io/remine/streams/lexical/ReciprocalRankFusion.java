package io.remine.streams.lexical;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One ranking of several, by rank alone: scores of different kinds need no common scale. Cormack, Clarke and Büttcher 2009,
 * "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", equation 1: with r(d) the rank of d in
 * ranking r, from 1, and k = 60,
 *
 * <pre>score(d) = Σ over rankings r that hold d of 1 / (k + r(d))</pre>
 */
public final class ReciprocalRankFusion {

    /** The k of the paper. */
    public static final int RANK_CONSTANT = 60;

    /** What came out for one of those ranked. */
    public record Fused<T>(T ranked, double score) {}

    private ReciprocalRankFusion() {}

    /**
     * The best of all rankings, the best first; of equal scores, the one that an earlier ranking, or a better rank, names first.
     *
     * @param rankings each with the best first and nothing twice
     * @param count how many are wanted
     */
    public static <T> List<Fused<T>> fuse(List<List<T>> rankings, int count) {
        Map<T, Double> scores = new LinkedHashMap<>();
        for (List<T> ranking : rankings) {
            for (int i = 0; i < ranking.size(); i++) {
                scores.merge(ranking.get(i), 1.0 / (RANK_CONSTANT + i + 1), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .map(entry -> new Fused<>(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingDouble((Fused<T> fused) -> fused.score())
                        .reversed())
                .limit(count)
                .toList();
    }
}
