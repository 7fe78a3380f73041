package io.remine.operators.transform;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Role;
import io.remine.operators.mining.Vectors;
import io.remine.operators.part.PartType;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Synthetic negatives, harder than those there are (MoCHi: Kalantidis et al.,
 * <a href="https://arxiv.org/abs/2010.01028">Hard Negative Mixing for Contrastive Learning</a>, 2020, sections 3.3 and 3.4).
 * Of the hardest negatives n of a query q,
 *
 * <pre>
 *    h = (a n(i) + (1 - a) n(j)) / |...|     a from 0 to 1, two that differ
 *    h = (b q + (1 - b) n(j)) / |...|        b from 0 to 1/2
 * </pre>
 *
 * with i, j, a and b drawn at random. A mixture is a constant: no gradient flows into the query through it.
 *
 * @param hardest from how many of the hardest negatives is drawn: 2 to {@link #MOST}
 * @param pairs how many mixtures of two negatives: 0 to {@link #MOST}
 * @param withQuery how many mixtures with the query: 0 to {@link #MOST}
 */
public record MixedNegatives(int hardest, int pairs, int withQuery) implements Transform {

    public static final int MOST = 10_000;

    public static final PartType<Transform> TYPE = new PartType<>(
            "mixed",
            "synthetic negatives mixed of the hardest ones, and of hard ones and the query (MoCHi, Kalantidis et al. 2020)",
            parameters -> new MixedNegatives(
                    parameters.integer("hardest", 32, 2, MOST),
                    parameters.integer("pairs", 32, 0, MOST),
                    parameters.integer("with-query", 4, 0, MOST)));

    private static final double MOST_OF_QUERY = 0.5;
    private static final long serialVersionUID = 1L;

    public MixedNegatives {
        if (hardest < 2 || hardest > MOST) {
            throw new IllegalArgumentException("hardest %d negatives, must be 2 to %d".formatted(hardest, MOST));
        }
        if (pairs < 0 || pairs > MOST || withQuery < 0 || withQuery > MOST || pairs + withQuery == 0) {
            throw new IllegalArgumentException("mixes %d pairs and %d with the query, must be 0 to %d and not both 0"
                    .formatted(pairs, withQuery, MOST));
        }
    }

    @Override
    public void apply(CandidateSet set, MicroBatch batch) {
        List<Candidate> hard = Draws.hardest(set, hardest);
        if (hard.isEmpty()) {
            return;
        }
        float[] query = batch.queryVector(set.query());
        float[][] vectors = UnitVectors.of(hard, batch);
        SplittableRandom random = Draws.random(set, batch);
        for (int n = 0; n < pairs && vectors.length > 1; n++) {
            int i = random.nextInt(vectors.length);
            int j = (i + 1 + random.nextInt(vectors.length - 1)) % vectors.length;
            double share = random.nextDouble();
            add(set, query, share, vectors[i], vectors[j]);
        }
        for (int n = 0; n < withQuery; n++) {
            int j = random.nextInt(vectors.length);
            add(set, query, MOST_OF_QUERY * random.nextDouble(), query, vectors[j]);
        }
    }

    private static void add(CandidateSet set, float[] query, double share, float[] a, float[] b) {
        UnitVectors.mix(share, a, 1 - share, b)
                .ifPresent(unit -> set.add(unit, Vectors.dot(query, unit), Role.NEGATIVE));
    }
}
