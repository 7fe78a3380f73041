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

    /**
     * Changes the gradient that the micro-batch is about to follow.
     *
     * @param derivatives the loss's by the cosine of each candidate of each query
     */
    default void correct(List<CandidateSet> sets, MicroBatch batch, double[][] derivatives) {}

    /**
     * Told when the parameters have followed these derivatives.
     *
     * @param share of the gradient that was followed: less than 1 if it was clipped
     */
    default void taken(List<CandidateSet> sets, MicroBatch batch, double[][] derivatives, double share) {}

    /** How long it remembers pairs after the query's last example, in milliseconds; 0 if it does not. */
    default long memoryMillis() {
        return 0;
    }

    /** Whether it looks at the teacher's cosines. */
    default boolean needsTeacher() {
        return false;
    }
}
