package io.remine.operators.publishing;

import io.remine.operators.training.RoundSummary;
import io.remine.state.evaluation.Prequential;

/**
 * What all workers did since the version before.
 *
 * @param steps without the skipped ones
 * @param driftFromBase the largest; NaN if no worker has said anything
 */
record RoundTotals(Prequential prequential, double lossSum, long steps, long skippedSteps, double driftFromBase) {

    static final RoundTotals NONE = new RoundTotals(Prequential.NONE, 0, 0, 0, Double.NaN);

    RoundTotals plus(RoundSummary summary) {
        return new RoundTotals(
                prequential.plus(summary.prequential()),
                lossSum + summary.lossSum(),
                steps + summary.steps(),
                skippedSteps + summary.skippedSteps(),
                Double.isNaN(driftFromBase)
                        ? summary.driftFromBase()
                        : Math.max(driftFromBase, summary.driftFromBase()));
    }

    /** Mean loss of a step; NaN if there were none. */
    double loss() {
        return steps == 0 ? Double.NaN : lossSum / steps;
    }

    /** Steps, skipped ones included. */
    long allSteps() {
        return steps + skippedSteps;
    }
}
