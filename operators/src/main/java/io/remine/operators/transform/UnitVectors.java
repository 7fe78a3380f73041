package io.remine.operators.transform;

import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import java.util.List;
import java.util.Optional;

/** Arithmetic of vectors of length 1. */
final class UnitVectors {

    /** A mixture shorter than this has no direction worth the name. */
    private static final double MIN_LENGTH = 1e-3;

    private UnitVectors() {}

    /** {@code x a + y b}, brought to length 1; empty if nothing is left of the two. */
    static Optional<float[]> mix(double x, float[] a, double y, float[] b) {
        double[] sum = new double[a.length];
        double squares = 0;
        for (int i = 0; i < sum.length; i++) {
            sum[i] = x * a[i] + y * b[i];
            squares += sum[i] * sum[i];
        }
        double length = Math.sqrt(squares);
        if (length < MIN_LENGTH) {
            return Optional.empty();
        }
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / length);
        }
        return Optional.of(unit);
    }

    /** The candidates' vectors, in their order. */
    static float[][] of(List<Candidate> candidates, MicroBatch batch) {
        long[] rows = candidates.stream()
                .filter(candidate -> candidate.vector() == null)
                .mapToLong(Candidate::row)
                .toArray();
        float[][] indexed = batch.documentVectors(rows);
        float[][] vectors = new float[candidates.size()][];
        int next = 0;
        for (int i = 0; i < vectors.length; i++) {
            float[] own = candidates.get(i).vector();
            vectors[i] = own == null ? indexed[next++] : own;
        }
        return vectors;
    }
}
