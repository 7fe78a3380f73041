package io.remine.operators.training;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import java.util.List;

/**
 * What one worker did since its summary before: the numbers of a version's record.
 *
 * @param worker index of the worker
 * @param round the checkpoint at whose barrier it was handed in, as in {@link ProgressSlice}
 * @param trained the examples taken in, skipped ones included
 * @param prequential how well they were ranked before they were trained on
 * @param held where the examples of unfinished micro-batches stand in the input: read, but not in {@code trained}.
 *     Replaces what earlier summaries of the worker said
 * @param lossSum sum of the losses of the steps that were not skipped
 * @param steps how many of those there were
 * @param skippedSteps how many micro-batches changed nothing, because their gradient was not fit for it
 * @param driftFromBase largest distance, over the parameters, of the worker from the base plus its own progress, at the
 *     last version adopted
 */
public record RoundSummary(
        int worker,
        long round,
        Lineage trained,
        Prequential prequential,
        List<InputPosition> held,
        double lossSum,
        int steps,
        int skippedSteps,
        float driftFromBase) {

    /** Most examples that a worker holds back: no more are collected for micro-batches. */
    public static final int MAX_HELD = 1 << 16;

    public RoundSummary {
        held = List.copyOf(held);
        if (worker < 0 || round < 1 || steps < 0 || skippedSteps < 0) {
            throw new IllegalArgumentException(
                    "worker %d, round %d, %d steps, %d skipped: a round is at least 1, the others at least 0"
                            .formatted(worker, round, steps, skippedSteps));
        }
        if (held.size() > MAX_HELD) {
            throw new IllegalArgumentException("%d examples held by worker %d, limit %d; lower the micro-batch size"
                    .formatted(held.size(), worker, MAX_HELD));
        }
        if (!Double.isFinite(lossSum) || !(driftFromBase >= 0)) {
            throw new IllegalArgumentException("loss sum %s, drift %s of worker %d, must be numbers, drift at least 0"
                    .formatted(lossSum, driftFromBase, worker));
        }
    }
}
