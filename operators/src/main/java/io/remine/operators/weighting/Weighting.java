package io.remine.operators.weighting;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.MicroBatch;
import java.io.Serializable;
import java.util.List;

/** Says how much each candidate, or a whole example, counts: a part of a recipe. Weights are constants to the gradient. */
public interface Weighting extends Serializable {

    /**
     * Multiplies weights.
     *
     * @param scale what cosines are multiplied by in the loss, 1 / temperature
     */
    void apply(List<CandidateSet> sets, MicroBatch batch, double scale);

    /** Whether it looks at the teacher's cosines. */
    default boolean needsTeacher() {
        return false;
    }
}
