package io.remine.state.evaluation;

/**
 * When a model counts as worse than the control: the upper end of a one-sided interval of the {@link PairedDifference} lies
 * below zero. The guard of {@code remine evaluate} and the gate ask the same question, and differ in how sure they must be.
 *
 * @param certainty how wide the interval is
 * @param minimumPairs fewer examples that both have ranked say nothing, at least 1
 */
public record ControlRule(Certainty certainty, long minimumPairs) {

    /** By how much the upper end of the interval lies above the mean. */
    public enum Certainty {

        /** Not at all: worse is what is likelier worse than not. For whom a wrong yes costs little, such as waiting. */
        LIKELY {
            @Override
            double standardErrors(long pairs) {
                return 0;
            }
        },

        /**
         * So far that a model which does no harm is called worse with a probability of 5 %, however often one looks while the
         * pairs come in. It is a one-sided asymptotic confidence sequence (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas,
         * <a href="https://arxiv.org/abs/2103.06476">Time-uniform central limit theory and asymptotic confidence
         * sequences</a>, 2024): the boundary of Robbins' normal mixture over effects of one sign, with the variance estimated,
         *
         * <pre>
         * sqrt(2 (n rho² + 1) / (n rho²) * log(1 + sqrt(n rho² + 1) / (2 alpha)))   standard errors after n pairs
         * </pre>
         *
         * It holds for means that change and depend on what came before, as those of a model that learns do, and then bounds
         * their average so far. {@code rho} makes it narrowest about 500 pairs: 2.8 standard errors, 3.3 after 25,000.
         */
        SURE {
            @Override
            double standardErrors(long pairs) {
                double intrinsic = pairs * RHO_SQUARED;
                return Math.sqrt(
                        2 * (intrinsic + 1) / intrinsic * Math.log1p(Math.sqrt(intrinsic + 1) / (2 * FALSE_ALARMS)));
            }
        };

        private static final double FALSE_ALARMS = 0.05;
        private static final double NARROWEST_AT = 500;
        private static final double RHO_SQUARED = rhoSquared(2 * FALSE_ALARMS, NARROWEST_AT);

        abstract double standardErrors(long pairs);

        /** The paper's approximation of the best one for so many pairs, two-sided at this level. */
        private static double rhoSquared(double level, double pairs) {
            double spent = -2 * Math.log(level);
            return (spent + Math.log(spent) + 1) / pairs;
        }
    }

    private static final double ROUNDING = 1e-9; // of a sum of differences that cancel

    public ControlRule {
        if (minimumPairs < 1) {
            throw new IllegalArgumentException("at least %d pairs, must be at least 1".formatted(minimumPairs));
        }
    }

    /** Whether the model is worse than the control. */
    public boolean isWorse(PairedDifference difference) {
        return difference.pairs() >= minimumPairs && upperEnd(difference) < -ROUNDING;
    }

    /** What the difference is at most; NaN if there are no pairs. */
    public double upperEnd(PairedDifference difference) {
        return difference.pairs() == 0
                ? Double.NaN
                : difference.mean() + certainty.standardErrors(difference.pairs()) * difference.standardError();
    }
}
