package io.remine.operators.training;

import java.util.Arrays;

/** Beginnings of vectors, as vectors of their own. */
final class Prefixes {

    /** A beginning shorter than this is not brought to length 1: there is nothing in it. */
    static final double MIN_LENGTH = 1e-6;

    private Prefixes() {}

    /** The first numbers, brought to length 1; the vector itself if that is all of it. */
    static float[] unit(float[] vector, int dimension) {
        if (dimension == vector.length) {
            return vector;
        }
        double length = length(vector, dimension);
        float[] unit = Arrays.copyOf(vector, dimension);
        for (int i = 0; i < dimension; i++) {
            unit[i] /= (float) length;
        }
        return unit;
    }

    /** The Euclidean length of the first numbers. */
    static double length(float[] vector, int dimension) {
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            squares += (double) vector[i] * vector[i];
        }
        return Math.max(Math.sqrt(squares), MIN_LENGTH);
    }
}
