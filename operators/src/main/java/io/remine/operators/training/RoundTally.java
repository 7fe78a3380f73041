package io.remine.operators.training;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.List;

/**
 * What a worker has done and not yet reported: the fields of its next {@link RoundSummary}.
 *
 * @param positions where the examples in {@code trained} stand in the input
 */
record RoundTally(
        Lineage trained,
        List<InputPosition> positions,
        Prequential prequential,
        double lossSum,
        int steps,
        int skippedSteps) {

    static final RoundTally NONE = new RoundTally(Lineage.NONE, List.of(), Prequential.NONE, 0, 0, 0);

    RoundTally {
        positions = List.copyOf(positions);
    }

    /** This and a micro-batch. */
    RoundTally plus(List<Example> examples, StepResult result) {
        Lineage lineage = trained;
        List<InputPosition> longer = new ArrayList<>(positions);
        for (Example example : examples) {
            lineage = lineage.plus(example.hash());
            longer.add(example.position());
        }
        boolean stepped = result.outcome() == StepResult.Outcome.TRAINED;
        return new RoundTally(
                lineage,
                longer,
                prequential.plus(result.prequential()),
                lossSum + (stepped ? result.loss() : 0),
                steps + (stepped ? 1 : 0),
                skippedSteps + (result.outcome() == StepResult.Outcome.UNFIT ? 1 : 0));
    }

    /** This and what another worker left unreported. */
    RoundTally plus(RoundTally other) {
        List<InputPosition> longer = new ArrayList<>(positions);
        longer.addAll(other.positions);
        return new RoundTally(
                trained.plus(other.trained),
                longer,
                prequential.plus(other.prequential),
                lossSum + other.lossSum,
                steps + other.steps,
                skippedSteps + other.skippedSteps);
    }

    /** Whether no example was trained on. */
    boolean isEmpty() {
        return trained.examples() == 0;
    }
}
