package io.remine.operators.loss;

import io.remine.operators.part.PartType;
import java.util.OptionalDouble;

/**
 * RankNet's logistic loss of pairs, which is the softmax over the two documents of each (Burges et al., Learning to Rank
 * Using Gradient Descent, 2005, equation 3), as STAR trains with it (Zhan et al.,
 * <a href="https://arxiv.org/abs/2104.08051">Optimizing Dense Retrieval Model Training with Hard Negatives</a>, 2021,
 * equation 1):
 *
 * <pre>    loss = 1/|P| * sum over P of w(i) w(j) softplus(s(j) - s(i))</pre>
 *
 * for relevant i, negatives j and P their pairs: {@link LambdaLoss} with every lambda 1.
 */
public record PairwiseLoss() implements Loss {

    public static final PartType<Loss> TYPE = new PartType<>(
            "pairwise",
            "logistic loss of every pair of a relevant document and a negative (RankNet, Burges et al. 2005; STAR)",
            parameters -> new PairwiseLoss());

    private static final long serialVersionUID = 1L;

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        double[] s = scores.scores();
        return Pairs.mean(scores, derivatives, (i, j) -> Pairs.logistic(s[j] - s[i]));
    }
}
