package io.remine.operators.training;

import io.remine.operators.memory.Event;
import io.remine.state.evaluation.Prequential;
import io.remine.state.record.Example;
import java.util.List;
import java.util.Map;

/**
 * What came of one micro-batch.
 *
 * @param loss the batch's; 0 if none was computed
 * @param gradientNorm Euclidean norm before clipping; 0 if none was computed
 * @param prequential how the clicked documents were ranked before the step
 * @param unknown examples whose document is not in the index: seen, not learnt from
 * @param searchMillis time spent on the search within the step, the control's included
 * @param events what parts of the recipe have counted
 * @param reason why nothing was learnt; empty for {@link Outcome#TRAINED}
 */
public record StepResult(
        Outcome outcome,
        double loss,
        double gradientNorm,
        Prequential prequential,
        List<Example> unknown,
        double searchMillis,
        String reason,
        Map<Event, Integer> events) {

    /** One of which nothing was counted. */
    StepResult(
            Outcome outcome,
            double loss,
            double gradientNorm,
            Prequential prequential,
            List<Example> unknown,
            double searchMillis,
            String reason) {
        this(outcome, loss, gradientNorm, prequential, unknown, searchMillis, reason, Map.of());
    }

    /** The same with what parts of the recipe have counted. */
    StepResult with(Map<Event, Integer> counted) {
        return new StepResult(outcome, loss, gradientNorm, prequential, unknown, searchMillis, reason, counted);
    }

    /** That of a micro-batch without examples. */
    static StepResult ofNoExample(String reason) {
        return new StepResult(Outcome.NOTHING_TO_LEARN, 0, 0, Prequential.NONE, List.of(), 0, reason);
    }

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
        events = Map.copyOf(events);
    }
}
