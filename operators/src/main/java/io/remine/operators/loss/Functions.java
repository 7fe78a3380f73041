package io.remine.operators.loss;

/** Functions of losses, exact where their textbook form overflows. */
public final class Functions {

    private Functions() {}

    /** log(1 + e^x). */
    public static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    /** 1 / (1 + e^-x), the derivative of softplus. */
    public static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /** log of the sum of e^x over these places, each times its weight; negative infinity of none. */
    static double logSumExp(double[] x, double[] weights, int[] places) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int place : places) {
            if (weights[place] > 0) {
                largest = Math.max(largest, x[place]);
            }
        }
        if (largest == Double.NEGATIVE_INFINITY) {
            return largest;
        }
        double sum = 0;
        for (int place : places) {
            sum += weights[place] * Math.exp(x[place] - largest);
        }
        return largest + Math.log(sum);
    }
}
