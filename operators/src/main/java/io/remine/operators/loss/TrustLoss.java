package io.remine.operators.loss;

import io.remine.operators.mining.Role;
import io.remine.operators.part.PartType;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How far the model's distribution over a query's candidates has moved from the teacher's, the generation's first encoder:
 * the temperature-softened distillation of Hinton et al.,
 * <a href="https://arxiv.org/abs/1503.02531">Distilling the Knowledge in a Neural Network</a>, 2015, section 2, as a
 * divergence. As a share of a {@link SumLoss} it keeps a model from unlearning what its labels say nothing about.
 *
 * <pre>    loss = sum over i of p(i) (log p(i) - log q(i)),   p = softmax of w exp t,   q = softmax of w exp s</pre>
 *
 * over relevant documents and negatives i, with weights w of candidates.
 */
public record TrustLoss() implements Loss {

    public static final PartType<Loss> TYPE = new PartType<>(
            "trust",
            "divergence of the model's softmax over the candidates from the teacher's (Hinton et al. 2015)",
            parameters -> new TrustLoss());

    private static final long serialVersionUID = 1L;

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        double[] weights = scores.weights();
        int[] places = IntStream.range(0, scores.size())
                .filter(i -> scores.roles()[i] != Role.IGNORED && weights[i] > 0)
                .toArray();
        if (places.length < 2) {
            return OptionalDouble.empty();
        }
        double modelTotal = Functions.logSumExp(scores.scores(), weights, places);
        double teacherTotal = Functions.logSumExp(scores.teacherScores(), weights, places);
        double loss = 0;
        for (int i : places) {
            double model = scores.scores()[i] - modelTotal; // log q - log w
            double teacher = scores.teacherScores()[i] - teacherTotal; // log p - log w
            double p = weights[i] * Math.exp(teacher);
            loss += p * (teacher - model);
            derivatives[i] += weights[i] * Math.exp(model) - p;
        }
        return OptionalDouble.of(loss);
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
