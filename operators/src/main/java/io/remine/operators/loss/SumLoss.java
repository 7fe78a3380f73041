package io.remine.operators.loss;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Several losses at once, each times its share. One that finds nothing to compare for a query adds nothing for it. Written
 * in a recipe as a list: {@code loss: [lambda: {share: 20}, infonce: {share: 1}]}.
 *
 * @param terms at least one
 */
public record SumLoss(List<Term> terms) implements Loss {

    private static final long serialVersionUID = 1L;

    /**
     * A loss and what it is multiplied by.
     *
     * @param share {@link #MIN_SHARE} to {@link #MAX_SHARE}; gradients of losses differ a hundred times in length, so shares may
     */
    public record Term(Loss loss, double share) implements Serializable {

        public static final double MIN_SHARE = 1e-6;
        public static final double MAX_SHARE = 1e6;

        private static final long serialVersionUID = 1L;

        public Term {
            if (!(share >= MIN_SHARE && share <= MAX_SHARE)) {
                throw new IllegalArgumentException(
                        "share %s of a loss, must be from %s to %s".formatted(share, MIN_SHARE, MAX_SHARE));
            }
        }
    }

    public SumLoss {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw new IllegalArgumentException("a sum of no losses, must have at least one");
        }
    }

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        double sum = 0;
        boolean compared = false;
        for (Term term : terms) {
            double[] own = new double[derivatives.length];
            OptionalDouble value = term.loss().of(scores, own);
            if (value.isPresent()) {
                compared = true;
                sum += term.share() * value.getAsDouble();
                for (int i = 0; i < own.length; i++) {
                    derivatives[i] += term.share() * own[i];
                }
            }
        }
        return compared ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    @Override
    public boolean needsRanks() {
        return terms.stream().anyMatch(term -> term.loss().needsRanks());
    }

    @Override
    public boolean needsTeacher() {
        return terms.stream().anyMatch(term -> term.loss().needsTeacher());
    }
}
