package io.remine.operators.mining;

/** Sums over vectors. */
public final class Vectors {

    private Vectors() {}

    /** The inner product, summed in double precision. */
    public static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return (float) sum;
    }
}
