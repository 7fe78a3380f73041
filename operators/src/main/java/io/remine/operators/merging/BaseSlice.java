package io.remine.operators.merging;

import io.remine.operators.training.ProgressSlice;
import java.util.Arrays;

/**
 * What the merger keeps of a slice.
 *
 * @param parameters of the base; read-only
 * @param velocity the outer optimiser's memory, one per parameter, or empty if it has had none; read-only
 * @param fullRound the last round in which a full copy was written; 0 if there was none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; copying megabytes per merge would cost a pass
record BaseSlice(float[] parameters, float[] velocity, long fullRound) {

    private static final float[] NO_VELOCITY = {};

    BaseSlice {
        if (parameters.length == 0 || parameters.length > ProgressSlice.MAX_VALUES) {
            throw new IllegalArgumentException(
                    "slice of %d parameters, must have 1 to %d".formatted(parameters.length, ProgressSlice.MAX_VALUES));
        }
        if (velocity.length != 0 && velocity.length != parameters.length) {
            throw new IllegalArgumentException(
                    "velocity of %d for %d parameters".formatted(velocity.length, parameters.length));
        }
        if (fullRound < 0) {
            throw new IllegalArgumentException("round of the full copy " + fullRound + ", must be at least 0");
        }
    }

    /** The slice of the generation's first encoder. */
    static BaseSlice initial(float[] parameters) {
        return new BaseSlice(parameters, NO_VELOCITY, 0);
    }

    BaseSlice withFullRound(long round) {
        return new BaseSlice(parameters, velocity, round);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BaseSlice that
                && fullRound == that.fullRound
                && Arrays.equals(parameters, that.parameters)
                && Arrays.equals(velocity, that.velocity);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(fullRound) + Arrays.hashCode(parameters)) + Arrays.hashCode(velocity);
    }
}
