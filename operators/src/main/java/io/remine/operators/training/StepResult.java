package io.remine.operators.training;

import io.remine.state.evaluation.Prequential;
import io.remine.state.record.Example;
import java.util.List;

/**
 * What came of one micro-batch.
 *
 * @param loss the batch's; 0 if none was computed
 * @param gradientNorm Euclidean norm before clipping; 0 if none was computed
 * @param prequential how the clicked documents were ranked before the step
 * @param unknown examples whose document is not in the index: seen, not learnt from
 * @param searchMillis time spent on the search within the step, the control's included
 * @param reason why nothing was learnt; empty for {@link Outcome#TRAINED}
 */
public record StepResult(
        Outcome outcome,
        double loss,
        double gradientNorm,
        Prequential prequential,
        List<Example> unknown,
        double searchMillis,
        String reason) {

    /** Whether the parameters have changed. */
    public enum Outcome {
        TRAINED,
        /** No example had anything to learn from: unknown documents, or no negatives. */
        NOTHING_TO_LEARN,
        /** Something was not finite or too large; parameters and moments are as before. */
        UNFIT
    }

    public StepResult {
        unknown = List.copyOf(unknown);
    }
}
