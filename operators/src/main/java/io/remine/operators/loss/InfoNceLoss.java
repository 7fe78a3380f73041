package io.remine.operators.loss;

import io.remine.operators.mining.Role;
import io.remine.operators.part.PartType;
import java.util.OptionalDouble;

/**
 * Softmax cross entropy of each relevant document against the negatives (van den Oord et al.,
 * <a href="https://arxiv.org/abs/1807.03748">Representation Learning with Contrastive Predictive Coding</a>, 2018,
 * equation 4), with weights w of candidates:
 *
 * <pre>    loss = sum over i of w(i) / sum of w * ( log( exp s(i) + sum over j of w(j) exp s(j) ) - s(i) )</pre>
 *
 * for relevant i and negatives j: other relevant documents are not in the denominator.
 */
public record InfoNceLoss() implements Loss {

    public static final PartType<Loss> TYPE = new PartType<>(
            "infonce",
            "softmax of each relevant document against the negatives (van den Oord et al. 2018)",
            parameters -> new InfoNceLoss());

    private static final long serialVersionUID = 1L;

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        int[] relevant = scores.places(Role.RELEVANT);
        int[] negatives = scores.places(Role.NEGATIVE);
        double total = 0;
        for (int i : relevant) {
            total += scores.weights()[i];
        }
        double against = Functions.logSumExp(scores.scores(), scores.weights(), negatives);
        if (!(total > 0) || against == Double.NEGATIVE_INFINITY) {
            return OptionalDouble.empty();
        }
        double loss = 0;
        double missed = 0; // probability, by weight, that goes to negatives
        for (int i : relevant) {
            double share = scores.weights()[i] / total;
            double difference = against - scores.scores()[i];
            loss += share * Functions.softplus(difference);
            double slope = share * Functions.sigmoid(difference);
            derivatives[i] -= slope;
            missed += slope;
        }
        for (int j : negatives) {
            derivatives[j] += missed * scores.weights()[j] * Math.exp(scores.scores()[j] - against);
        }
        return OptionalDouble.of(loss);
    }
}
