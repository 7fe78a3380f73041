package io.remine.streams.evaluate;

import io.remine.state.evaluation.ControlRule;
import io.remine.state.evaluation.ControlRule.Certainty;
import io.remine.state.evaluation.Prequential;
import java.util.OptionalLong;

/**
 * Watches, without any label but the clicks, whether training does harm: whether over the stream so far the model has done
 * worse than the first encoder on the examples that both have ranked. It looks after every micro-batch, so it asks to be
 * {@link Certainty#SURE}; the gate asks the same of a version's window.
 */
final class Guard {

    private static final int MINIMUM_PAIRS = 100;

    private final ControlRule rule = new ControlRule(Certainty.SURE, MINIMUM_PAIRS);
    private Prequential soFar = Prequential.NONE;
    private OptionalLong noticedAt = OptionalLong.empty();

    void add(Prequential batch) {
        soFar = soFar.plus(batch);
        if (noticedAt.isEmpty() && rule.isWorse(soFar.difference())) {
            noticedAt = OptionalLong.of(soFar.examples());
        }
    }

    /** After how many examples harm was noticed first; empty if it was not. */
    OptionalLong noticedAt() {
        return noticedAt;
    }
}
