package io.remine.operators.training;

import io.remine.operators.device.DeviceChoice;
import io.remine.state.encoder.ProductPrecision;
import io.remine.state.model.SliceLayout;
import java.io.Serializable;

/**
 * How a worker takes in examples and hands in progress.
 *
 * @param microBatch examples of one step: 1 to {@value #MAX_MICRO_BATCH}
 * @param maxAgeMillis how long the first example of a micro-batch waits for the others before it trains without them; 0 for
 *     ever, so that a replay makes the same micro-batches. With micro-batches of neighbours one of those collected trains
 *     whenever none has for so long
 * @param documentWaitMillis how long an example waits for its document to come into the index before it is a dead letter; 0
 *     not at all, so that a replay makes the same micro-batches whenever documents come
 * @param sliceLength parameters per slice, as in {@link SliceLayout}
 * @param plainSum whether the merger adds the mean of progress to the base as it is, without an outer optimiser: with one
 *     worker that rounds nothing the base then equals its parameters to the bit
 * @param precision what progress is rounded to on its way to the merger
 * @param device what each worker wants to compute on
 * @param products in what its encoder multiplies
 */
public record TrainOperatorSettings(
        TrainerSettings trainer,
        int microBatch,
        long maxAgeMillis,
        long documentWaitMillis,
        int sliceLength,
        boolean plainSum,
        Precision precision,
        DeviceChoice device,
        ProductPrecision products)
        implements Serializable {

    public static final int MAX_MICRO_BATCH = 4_096;

    /** Most examples divided into micro-batches of neighbours at once: with those that wait they fit one summary. */
    private static final int MAX_POOL = RoundSummary.MAX_HELD - Worker.MAX_WAITING - AwaitedDocuments.MAX;

    public TrainOperatorSettings {
        if (microBatch < 1 || microBatch > MAX_MICRO_BATCH) {
            throw new IllegalArgumentException(
                    "micro-batch of %d examples, must be 1 to %d".formatted(microBatch, MAX_MICRO_BATCH));
        }
        int neighbours = trainer.recipe().microBatches().neighbours();
        if ((long) microBatch * neighbours > MAX_POOL) {
            throw new IllegalArgumentException(
                    "%d micro-batches of %d examples wait for their neighbours, limit %d examples; lower one of them"
                            .formatted(neighbours, microBatch, MAX_POOL));
        }
        if (maxAgeMillis < 0) {
            throw new IllegalArgumentException(
                    "micro-batch trains after %d ms, must be at least 0".formatted(maxAgeMillis));
        }
        if (documentWaitMillis < 0) {
            throw new IllegalArgumentException(
                    "documents awaited for %d ms, must be at least 0".formatted(documentWaitMillis));
        }
        if (sliceLength < 1 || sliceLength > ProgressSlice.MAX_VALUES) {
            throw new IllegalArgumentException(
                    "slices of %d parameters, must be 1 to %d".formatted(sliceLength, ProgressSlice.MAX_VALUES));
        }
    }

    /** For workers that take a GPU if there is one, wait for no document and round nothing. */
    public TrainOperatorSettings(
            TrainerSettings trainer, int microBatch, long maxAgeMillis, int sliceLength, boolean plainSum) {
        this(
                trainer,
                microBatch,
                maxAgeMillis,
                0,
                sliceLength,
                plainSum,
                Precision.FP32,
                DeviceChoice.AUTO,
                ProductPrecision.SINGLE);
    }

    Arithmetic arithmetic(int workers) {
        return workers == 1 && plainSum && precision == Precision.FP32 ? Arithmetic.BIT_PATTERN : Arithmetic.FLOAT;
    }
}
