package io.remine.state.optimizer;

/**
 * The length of the whole gradient, and its limit (Pascanu et al., "On the difficulty of training recurrent neural
 * networks", 2013, algorithm 1).
 */
public final class GradientClip {

    /** So many sums at a time, because each addition waits for the one before it in the same sum. */
    private static final int LANES = 4;

    private GradientClip() {}

    /** The Euclidean length, in double; NaN or infinite if an element is. */
    public static double norm(float[] gradient) {
        return Math.sqrt(FlatRanges.sum(gradient.length, (begin, end) -> sumOfSquares(gradient, begin, end)));
    }

    /**
     * Shortens the gradient to {@code maxNorm} if it is longer. A gradient that is not finite is left as it is: the caller
     * sees it by the result and must not use it.
     *
     * @param gradient changed
     * @param maxNorm above 0
     * @return the length before
     */
    public static double clip(float[] gradient, double maxNorm) {
        double norm = norm(gradient);
        shorten(gradient, norm, maxNorm);
        return norm;
    }

    /** The same for a gradient of known length. */
    static void shorten(float[] gradient, double norm, double maxNorm) {
        if (norm > maxNorm && norm < Double.POSITIVE_INFINITY) {
            float scale = (float) (maxNorm / norm);
            FlatRanges.forEach(gradient.length, (begin, end) -> scale(gradient, begin, end, scale));
        }
    }

    private static double sumOfSquares(float[] values, int begin, int end) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = begin;
        for (; i <= end - LANES; i += LANES) {
            double value0 = values[i];
            double value1 = values[i + 1];
            double value2 = values[i + 2];
            double value3 = values[i + 3];
            sum0 += value0 * value0;
            sum1 += value1 * value1;
            sum2 += value2 * value2;
            sum3 += value3 * value3;
        }
        for (; i < end; i++) {
            sum0 += (double) values[i] * values[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static void scale(float[] values, int begin, int end, float scale) {
        for (int i = begin; i < end; i++) {
            values[i] *= scale;
        }
    }
}
