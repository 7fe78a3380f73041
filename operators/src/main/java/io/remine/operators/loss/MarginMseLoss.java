package io.remine.operators.loss;

import io.remine.operators.part.PartType;
import java.util.OptionalDouble;

/**
 * The teacher's lead of each relevant document over each negative, to be met exactly (Hofstaetter et al.,
 * <a href="https://arxiv.org/abs/2010.02666">Improving Efficient Neural Ranking Models with Cross-Architecture Knowledge
 * Distillation</a>, 2020, equation 7):
 *
 * <pre>    loss = 1/|P| * sum over P of w(i) w(j) ( (s(i) - s(j)) - (t(i) - t(j)) )^2</pre>
 *
 * for relevant i, negatives j, P their pairs, and t the scores of the teacher, the generation's first encoder.
 */
public record MarginMseLoss() implements Loss {

    public static final PartType<Loss> TYPE = new PartType<>(
            "margin-mse",
            "squared error between the model's and the teacher's margins of pairs (Hofstaetter et al. 2020)",
            parameters -> new MarginMseLoss());

    private static final long serialVersionUID = 1L;

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        double[] s = scores.scores();
        double[] t = scores.teacherScores();
        return Pairs.mean(scores, derivatives, (i, j) -> {
            double excess = (s[j] - s[i]) - (t[j] - t[i]);
            return new Pairs.Term(excess * excess, 2 * excess);
        });
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
