package io.remine.operators.training;

import java.util.Arrays;

/**
 * What one worker has learnt in one round, in one slice of the parameters.
 *
 * @param worker index of the worker
 * @param round the checkpoint at whose barrier it was handed in; one more than the last checkpoint's at the end of the
 *     input
 * @param slice index of the slice
 * @param arithmetic what {@code values} are
 * @param precision what floats were rounded to; bit patterns are {@link Precision#FP32}
 * @param examples how many examples the worker took in since its progress before; the same in every slice of a round
 * @param values one per parameter of the slice; read-only, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; copying megabytes per slice would cost a pass
public record ProgressSlice(
        int worker, long round, int slice, Arithmetic arithmetic, Precision precision, long examples, int[] values) {

    /** Longest slice, in parameters: 16 MiB of them. */
    public static final int MAX_VALUES = 1 << 22;

    /** Progress that is not rounded. */
    public ProgressSlice(int worker, long round, int slice, Arithmetic arithmetic, long examples, int[] values) {
        this(worker, round, slice, arithmetic, Precision.FP32, examples, values);
    }

    public ProgressSlice {
        if (worker < 0 || round < 1 || slice < 0 || examples < 0) {
            throw new IllegalArgumentException(
                    "worker %d, round %d, slice %d, examples %d: a round is at least 1, the others at least 0"
                            .formatted(worker, round, slice, examples));
        }
        if (arithmetic == Arithmetic.BIT_PATTERN && precision != Precision.FP32) {
            throw new IllegalArgumentException(
                    "bit patterns as %s, must be %s; floats can be rounded".formatted(precision, Precision.FP32));
        }
        if (values.length == 0 || values.length > MAX_VALUES) {
            throw new IllegalArgumentException("slice %d of %d parameters, must be 1 to %d; change the slice length"
                    .formatted(slice, values.length, MAX_VALUES));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ProgressSlice that
                && worker == that.worker
                && round == that.round
                && slice == that.slice
                && arithmetic == that.arithmetic
                && precision == that.precision
                && examples == that.examples
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * worker + Long.hashCode(round)) + slice) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "progress of worker %d in round %d, slice %d: %d values as %s from %d examples"
                .formatted(worker, round, slice, values.length, arithmetic, examples);
    }
}
