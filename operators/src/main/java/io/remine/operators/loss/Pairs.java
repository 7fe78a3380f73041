package io.remine.operators.loss;

import io.remine.operators.mining.Role;
import java.util.OptionalDouble;

/** Losses that are a mean over the pairs of a relevant document and a negative, each pair by the weights of both. */
final class Pairs {

    private Pairs() {}

    /**
     * What one pair adds.
     *
     * @param value the pair's loss
     * @param slope its derivative by s(j) - s(i), the negative's lead
     */
    record Term(double value, double slope) {}

    /** The term of relevant document i and negative j. */
    @FunctionalInterface
    interface Terms {
        Term of(int i, int j);
    }

    /** softplus of the negative's lead: the softmax cross entropy of two. */
    static Term logistic(double lead) {
        return new Term(Functions.softplus(lead), Functions.sigmoid(lead));
    }

    /** The weighted mean of all pairs' terms; empty if there is no pair. */
    static OptionalDouble mean(QueryScores scores, double[] derivatives, Terms terms) {
        int[] relevant = scores.places(Role.RELEVANT);
        int[] negatives = scores.places(Role.NEGATIVE);
        if (relevant.length == 0 || negatives.length == 0) {
            return OptionalDouble.empty();
        }
        double pairs = (double) relevant.length * negatives.length;
        double loss = 0;
        for (int i : relevant) {
            for (int j : negatives) {
                double share = scores.weights()[i] * scores.weights()[j] / pairs;
                Term term = terms.of(i, j);
                loss += share * term.value();
                derivatives[i] -= share * term.slope();
                derivatives[j] += share * term.slope();
            }
        }
        return OptionalDouble.of(loss);
    }
}
