package io.remine.state.model;

/**
 * Differences of float bit patterns as wrapping 32-bit integers: {@code bits(to) = bits(from) + difference}. Unlike
 * differences of floats they are exact, so that every reader folds the log of updates to the same bits.
 */
public final class BitDifference {

    private BitDifference() {}

    /** What leads from one array to the other, element by element. */
    public static int[] between(float[] from, float[] to) {
        if (from.length != to.length) {
            throw new IllegalArgumentException("lengths %d and %d differ".formatted(from.length, to.length));
        }
        return between(from, to, 0, to.length);
    }

    /** The same for a part of two arrays of one layout. */
    public static int[] between(float[] from, float[] to, int start, int length) {
        int[] difference = new int[length];
        for (int i = 0; i < length; i++) {
            difference[i] = Float.floatToRawIntBits(to[start + i]) - Float.floatToRawIntBits(from[start + i]);
        }
        return difference;
    }

    /** Adds the difference to {@code parameters}, beginning at {@code start}. */
    public static void apply(int[] difference, float[] parameters, int start) {
        for (int i = 0; i < difference.length; i++) {
            parameters[start + i] =
                    Float.intBitsToFloat(Float.floatToRawIntBits(parameters[start + i]) + difference[i]);
        }
    }
}
