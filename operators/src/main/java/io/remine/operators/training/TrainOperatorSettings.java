package io.remine.operators.training;

import io.remine.state.model.SliceLayout;
import java.io.Serializable;

/**
 * How a worker takes in examples and hands in progress.
 *
 * @param microBatch examples of one step: 1 to {@value #MAX_MICRO_BATCH}
 * @param maxAgeMillis how long the first example of a micro-batch waits for the others before it trains without them; 0 for
 *     ever, so that a replay makes the same micro-batches
 * @param sliceLength parameters per slice, as in {@link SliceLayout}
 * @param plainSum whether the merger adds the mean of progress to the base as it is, without an outer optimiser: with one
 *     worker the base then equals its parameters to the bit
 */
public record TrainOperatorSettings(
        TrainerSettings trainer, int microBatch, long maxAgeMillis, int sliceLength, boolean plainSum)
        implements Serializable {

    public static final int MAX_MICRO_BATCH = 4_096;

    public TrainOperatorSettings {
        if (microBatch < 1 || microBatch > MAX_MICRO_BATCH) {
            throw new IllegalArgumentException(
                    "micro-batch of %d examples, must be 1 to %d".formatted(microBatch, MAX_MICRO_BATCH));
        }
        if (maxAgeMillis < 0) {
            throw new IllegalArgumentException(
                    "micro-batch trains after %d ms, must be at least 0".formatted(maxAgeMillis));
        }
        if (sliceLength < 1 || sliceLength > ProgressSlice.MAX_VALUES) {
            throw new IllegalArgumentException(
                    "slices of %d parameters, must be 1 to %d".formatted(sliceLength, ProgressSlice.MAX_VALUES));
        }
    }

    Arithmetic arithmetic(int workers) {
        return workers == 1 && plainSum ? Arithmetic.BIT_PATTERN : Arithmetic.FLOAT;
    }
}
