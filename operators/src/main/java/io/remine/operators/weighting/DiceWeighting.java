package io.remine.operators.weighting;

import io.remine.operators.loss.Functions;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.PartType;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Fades easy negatives, by themselves as the model learns: the factor (1 - p)^alpha * p of Li et al.,
 * <a href="https://arxiv.org/abs/1911.02855">Dice Loss for Data-imbalanced NLP Tasks</a>, 2020, equation 11. Here p is the
 * probability that a negative would be chosen before the lowest-scored relevant document, sigmoid of the difference of their
 * scores. The factor is divided by its largest value, which it has at p = 1 / (1 + alpha): easy negatives, of a p near 0,
 * weigh nothing, and so do those at the other end, which are hardly negatives.
 *
 * @param alpha how soon it fades above its peak: 0 not at all, at most 10
 */
public record DiceWeighting(double alpha) implements Weighting {

    private static final double DEFAULT_ALPHA = 1;
    private static final double MAX_ALPHA = 10;

    public static final PartType<Weighting> TYPE = new PartType<>(
            "dice",
            "self-adjusting weights that fade easy negatives (Dice loss, Li et al. 2020)",
            parameters -> new DiceWeighting(parameters.number("alpha", DEFAULT_ALPHA, 0, MAX_ALPHA)));

    private static final long serialVersionUID = 1L;

    public DiceWeighting {
        if (!(alpha >= 0 && alpha <= MAX_ALPHA)) {
            throw new IllegalArgumentException("alpha %s, must be from 0 to %s".formatted(alpha, MAX_ALPHA));
        }
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            OptionalDouble lowest = set.lowestRelevant(Candidate::cosine);
            if (lowest.isPresent()) {
                for (Candidate negative : set.negatives()) {
                    double difference = scale * (negative.cosine() - lowest.getAsDouble());
                    negative.multiplyWeight(
                            factor(Functions.sigmoid(difference), Functions.sigmoid(-difference)) / largest());
                }
            }
        }
    }

    private double factor(double p, double notP) {
        return Math.pow(notP, alpha) * p;
    }

    private double largest() {
        return factor(1 / (1 + alpha), alpha / (1 + alpha));
    }
}
