package io.remine.operators.merging;

import io.remine.operators.training.Arithmetic;
import io.remine.operators.training.ProgressSlice;
import io.remine.state.model.BitDifference;

/** Progress for tests. */
final class Progress {

    private Progress() {}

    static ProgressSlice floats(int worker, long round, int slice, long examples, float... values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return new ProgressSlice(worker, round, slice, Arithmetic.FLOAT, examples, bits);
    }

    static ProgressSlice bits(long round, int slice, long examples, float[] from, float[] to) {
        return new ProgressSlice(0, round, slice, Arithmetic.BIT_PATTERN, examples, BitDifference.between(from, to));
    }
}
