package io.remine.operators.merging;

import io.remine.operators.training.ProgressSlice;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Progress that would make a parameter of the base infinite or not a number. Workers never hand such progress in, so this
 * is a fault of ours. It fails the task: the checkpoint does not complete, and no slice of the round becomes visible.
 */
public final class NonFiniteProgressException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private NonFiniteProgressException(String message) {
        super(message);
    }

    /** A value that was handed in. */
    static NonFiniteProgressException handedIn(ProgressSlice progress, int parameter, float value) {
        return new NonFiniteProgressException(
                "%s: the value of parameter %d is %s; the base is unchanged, the worker should have skipped the step"
                        .formatted(progress, parameter, value));
    }

    /** A sum that is not finite. */
    static NonFiniteProgressException afterMerge(int parameter, float value, List<ProgressSlice> merged) {
        return new NonFiniteProgressException("parameter %d would be %s after merging %s; the base is unchanged"
                .formatted(
                        parameter,
                        value,
                        merged.stream().map(ProgressSlice::toString).collect(Collectors.joining("; "))));
    }

    /** Refuses float progress with a value that is not finite. Bit patterns show only when they are merged. */
    static void check(ProgressSlice progress) {
        switch (progress.arithmetic()) {
            case BIT_PATTERN -> {}
            case FLOAT -> checkFloats(progress);
        }
    }

    private static void checkFloats(ProgressSlice progress) {
        int[] values = progress.values();
        for (int i = 0; i < values.length; i++) {
            float value = Float.intBitsToFloat(values[i]);
            if (!Float.isFinite(value)) {
                throw handedIn(progress, i, value);
            }
        }
    }
}
