package io.remine.operators.loss;

import io.remine.operators.mining.Role;
import io.remine.operators.part.PartType;
import java.util.OptionalDouble;

/**
 * The loss of ADORE: pairwise logistic loss with LambdaRank's weights over the documents that the model itself ranks
 * highest (Zhan et al., <a href="https://arxiv.org/abs/2104.08051">Optimizing Dense Retrieval Model Training with Hard
 * Negatives</a>, 2021; the weights are those of Burges, From RankNet to LambdaRank to LambdaMART, 2010).
 *
 * <p>For relevant documents i, negatives j and P their pairs,
 *
 * <pre>    loss = 1/|P| * sum over P of |r(i) - r(j)| * softplus(s(j) - s(i))</pre>
 *
 * where r(x) is 1 / rank(x) up to {@code cut} and 0 beyond: what the pair changes places for, in reciprocal rank. A pair
 * counts by the weights of both its documents.
 *
 * @param cut the last rank that counts, at least 1
 */
public record LambdaLoss(int cut) implements Loss {

    private static final int DEFAULT_CUT = 200;

    public static final PartType<Loss> TYPE = new PartType<>(
            "lambda",
            "pairwise logistic loss weighed by the change of reciprocal rank (LambdaRank, Burges 2010; ADORE)",
            parameters -> new LambdaLoss(parameters.integer("cut", DEFAULT_CUT, 1, 10_000)));

    /** As published: the whole of the top 200 counts. */
    public static final LambdaLoss DEFAULT = new LambdaLoss(DEFAULT_CUT);

    private static final long serialVersionUID = 1L;

    public LambdaLoss {
        if (cut < 1) {
            throw new IllegalArgumentException("cut %d, must be at least 1".formatted(cut));
        }
    }

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        int[] relevant = scores.places(Role.RELEVANT);
        int[] negatives = scores.places(Role.NEGATIVE);
        if (relevant.length == 0 || negatives.length == 0) {
            return OptionalDouble.empty();
        }
        double pairs = (double) relevant.length * negatives.length;
        double loss = 0;
        for (int i : relevant) {
            for (int j : negatives) {
                double lambda = Math.abs(gain(scores.ranks()[i]) - gain(scores.ranks()[j]))
                        * scores.weights()[i]
                        * scores.weights()[j]
                        / pairs;
                double difference = scores.scores()[j] - scores.scores()[i];
                loss += lambda * Functions.softplus(difference);
                double slope = lambda * Functions.sigmoid(difference);
                derivatives[i] -= slope;
                derivatives[j] += slope;
            }
        }
        return OptionalDouble.of(loss);
    }

    private double gain(int rank) {
        return rank >= 1 && rank <= cut ? 1.0 / rank : 0;
    }

    @Override
    public boolean needsRanks() {
        return true;
    }
}
