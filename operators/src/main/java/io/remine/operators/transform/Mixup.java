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
 * Mixtures of relevant documents and negatives as harder candidates of either kind, after SupReMix (Wu et al.,
 * <a href="https://arxiv.org/abs/2309.16633">Mixup Your Own Pairs</a>, 2023): there a mixture has the mixture of the labels,
 * mixtures with the anchor's own side are hard negatives, others of its label hard positives, and a negative weighs by the
 * distance of its label from the anchor's. With relevant d at label 1 and a negative n at label 0,
 *
 * <pre>
 *    hard negative:  (a d + (1 - a) n) / |...|   label a,      weight 1 - a
 *    hard positive:  ((1 - a) d + a n) / |...|   label 1 - a,  weight 1 - a
 * </pre>
 *
 * with a drawn from 0 to {@code most} and n from the hardest negatives. A mixture is a constant: no gradient flows through
 * it. Its weight is that of the document it is mostly made of, times the one above.
 *
 * @param negatives how many hard negatives: 0 to {@link #MOST}
 * @param positives how many hard positives: 0 to {@link #MOST}
 * @param most the largest share of the other kind: above 0, below 0.5
 * @param hardest from how many of the hardest negatives is drawn: 1 to {@link #MOST}
 */
public record Mixup(int negatives, int positives, double most, int hardest) implements Transform {

    public static final int MOST = 10_000;

    private static final double DEFAULT_MOST = 0.3;

    public static final PartType<Transform> TYPE = new PartType<>(
            "mixup",
            "mixtures of relevant documents and hard negatives as harder candidates (SupReMix, Wu et al. 2023)",
            parameters -> new Mixup(
                    parameters.integer("negatives", 8, 0, MOST),
                    parameters.integer("positives", 1, 0, MOST),
                    parameters.number("most", DEFAULT_MOST, 1e-6, 0.499),
                    parameters.integer("hardest", 16, 1, MOST)));

    private static final long serialVersionUID = 1L;

    public Mixup {
        if (negatives < 0 || negatives > MOST || positives < 0 || positives > MOST || negatives + positives == 0) {
            throw new IllegalArgumentException("%d hard negatives and %d hard positives, must be 0 to %d and not both 0"
                    .formatted(negatives, positives, MOST));
        }
        if (!(most > 0 && most < 0.5)) {
            throw new IllegalArgumentException("most %s, must be above 0 and below 0.5".formatted(most));
        }
        if (hardest < 1 || hardest > MOST) {
            throw new IllegalArgumentException("hardest %d negatives, must be 1 to %d".formatted(hardest, MOST));
        }
    }

    @Override
    public void apply(CandidateSet set, MicroBatch batch) {
        List<Candidate> relevant = set.relevant();
        List<Candidate> hard = Draws.hardest(set, hardest);
        if (relevant.isEmpty() || hard.isEmpty()) {
            return;
        }
        float[] query = batch.queryVector(set.query());
        float[][] ofRelevant = UnitVectors.of(relevant, batch);
        float[][] ofHard = UnitVectors.of(hard, batch);
        SplittableRandom random = Draws.random(set, batch);
        for (int n = 0; n < negatives + positives; n++) {
            Role role = n < negatives ? Role.NEGATIVE : Role.RELEVANT;
            int i = random.nextInt(ofRelevant.length);
            int j = random.nextInt(ofHard.length);
            double other = most * random.nextDouble();
            double share = role == Role.RELEVANT ? 1 - other : other;
            Candidate chief = role == Role.RELEVANT ? relevant.get(i) : hard.get(j);
            UnitVectors.mix(share, ofRelevant[i], 1 - share, ofHard[j])
                    .map(unit -> set.add(unit, Vectors.dot(query, unit), role))
                    .ifPresent(mixture -> mixture.multiplyWeight(chief.weight() * (1 - other)));
        }
    }
}
