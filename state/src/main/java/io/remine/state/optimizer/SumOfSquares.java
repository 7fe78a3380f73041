package io.remine.state.optimizer;

/** In double, where squares of floats cannot overflow. */
final class SumOfSquares {

    /** So many sums at a time, because each addition waits for the one before it in the same sum. */
    private static final int LANES = 8;

    private SumOfSquares() {}

    /** Of the numbers from {@code begin} up to {@code end}; NaN or infinite if one of them is. */
    static double of(float[] values, int begin, int end) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        double sum4 = 0;
        double sum5 = 0;
        double sum6 = 0;
        double sum7 = 0;
        int i = begin;
        for (; i <= end - LANES; i += LANES) {
            sum0 += square(values[i]);
            sum1 += square(values[i + 1]);
            sum2 += square(values[i + 2]);
            sum3 += square(values[i + 3]);
            sum4 += square(values[i + 4]);
            sum5 += square(values[i + 5]);
            sum6 += square(values[i + 6]);
            sum7 += square(values[i + 7]);
        }
        for (; i < end; i++) {
            sum0 += square(values[i]);
        }
        return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
    }

    private static double square(double value) {
        return value * value;
    }
}
