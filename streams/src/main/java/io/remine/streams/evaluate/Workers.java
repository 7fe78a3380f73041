package io.remine.streams.evaluate;

import io.remine.operators.merging.Outer;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.WorkersInTurnOperator;

/**
 * Who trains.
 *
 * @param count how many workers, 1 to {@value WorkersInTurnOperator#MAX_WORKERS}; one trains as the train job's worker does,
 *     without merging
 * @param microBatch examples of one worker's step, 1 to {@value TrainOperatorSettings#MAX_MICRO_BATCH}
 * @param roundExamples after how many examples of all workers what they have learnt is merged, at least 1
 * @param outer how it moves the base
 */
public record Workers(int count, int microBatch, int roundExamples, Outer outer) {

    static final int MICRO_BATCH = 32;

    /** As evaluations are without any setting. */
    public static final Workers ONE = new Workers(1, MICRO_BATCH, 1, new Outer.Identity());

    public Workers {
        if (count < 1 || count > WorkersInTurnOperator.MAX_WORKERS || roundExamples < 1) {
            throw new IllegalArgumentException(
                    "%d workers that merge every %d examples, must be 1 to %d, and at least 1"
                            .formatted(count, roundExamples, WorkersInTurnOperator.MAX_WORKERS));
        }
        if (microBatch < 1 || microBatch > TrainOperatorSettings.MAX_MICRO_BATCH) {
            throw new IllegalArgumentException("micro-batch of %d examples, must be 1 to %d"
                    .formatted(microBatch, TrainOperatorSettings.MAX_MICRO_BATCH));
        }
    }
}
