package io.remine.operators.loss;

import java.io.Serializable;
import java.util.OptionalDouble;

/** The loss of one query: a part of a recipe. */
public interface Loss extends Serializable {

    /**
     * The value, and its derivative by each score.
     *
     * @param derivatives filled for every candidate, 0 for those in no pair // [candidates]
     * @return the value; empty if there is nothing to compare, and then every derivative is 0
     */
    OptionalDouble of(QueryScores scores, double[] derivatives);

    /** Whether it needs the rank of every candidate. */
    default boolean needsRanks() {
        return false;
    }

    /** Whether it looks at the teacher's scores. */
    default boolean needsTeacher() {
        return false;
    }
}
