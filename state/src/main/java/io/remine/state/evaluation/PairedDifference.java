package io.remine.state.evaluation;

/**
 * How much better a model does than the control on the examples that both have ranked: the mean of the differences of their
 * nDCG@{@value Prequential#CUT}, and its standard error.
 *
 * @param pairs how many examples both have ranked
 * @param mean of model less control, -1 to 1; NaN if there are none
 * @param standardError of that mean: the differences' standard deviation over the root of their number; NaN if there are
 *     none
 */
public record PairedDifference(long pairs, double mean, double standardError) {

    public static final PairedDifference NONE = new PairedDifference(0, Double.NaN, Double.NaN);

    public PairedDifference {
        if (pairs < 0) {
            throw new IllegalArgumentException(pairs + " pairs, must be at least 0");
        }
        if (pairs > 0 && !(mean >= -1 && mean <= 1 && standardError >= 0 && standardError <= 1)) {
            throw new IllegalArgumentException(
                    "mean %s of %d differences, standard error %s; must be -1 to 1 and 0 to 1"
                            .formatted(mean, pairs, standardError));
        }
    }

    /** Of differences of which this is the sum, and this the sum of their squares. */
    static PairedDifference of(long pairs, double sum, double squares) {
        if (pairs == 0) {
            return NONE;
        }
        double mean = sum / pairs;
        double variance = Math.max(0, squares / pairs - mean * mean);
        return new PairedDifference(pairs, mean, Math.sqrt(variance / pairs));
    }

    /**
     * Where only the means of both are known, and of reciprocal ranks: these stand for the gains, and the standard error is the
     * largest that there can be. A difference of two numbers from 0 to 1 has a square of at most their sum.
     */
    public static PairedDifference ofMeans(long pairs, double model, double control) {
        return of(pairs, pairs * (model - control), largestSquares(pairs, pairs * (model + control)));
    }

    static double largestSquares(long pairs, double sumOfBoth) {
        return Math.min((double) pairs, sumOfBoth);
    }
}
