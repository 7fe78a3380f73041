package io.remine.bench;

import java.util.Random;

/**
 * Unit vectors in clusters, as embeddings of texts lie: a vector is its cluster's centre and a deviation, and the variance of
 * either falls as 1/j over the directions j, so that few of them tell most. Repeats for a seed.
 */
final class ClusteredVectors {

    private static final int VECTORS_OF_A_CLUSTER = 100;
    private static final float DEVIATION = 0.7f; // standard deviation by the centres'

    private final float[][] centres;
    private final Random random;
    private final int dimension;

    /** @param vectors how many there will be, about */
    ClusteredVectors(int vectors, int dimension, long seed) {
        this.random = new Random(seed);
        this.dimension = dimension;
        this.centres = new float[Math.max(1, vectors / VECTORS_OF_A_CLUSTER)][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = gaussian();
        }
    }

    /** The next one, of a random cluster. */
    float[] next() {
        float[] centre = centres[random.nextInt(centres.length)];
        float[] vector = gaussian();
        double squares = 0;
        for (int j = 0; j < dimension; j++) {
            vector[j] = centre[j] + DEVIATION * vector[j];
            squares += vector[j] * vector[j];
        }
        float length = (float) Math.sqrt(squares);
        for (int j = 0; j < dimension; j++) {
            vector[j] /= length;
        }
        return vector;
    }

    private float[] gaussian() {
        float[] vector = new float[dimension];
        for (int j = 0; j < dimension; j++) {
            vector[j] = (float) (random.nextGaussian() / Math.sqrt(1 + j));
        }
        return vector;
    }
}
