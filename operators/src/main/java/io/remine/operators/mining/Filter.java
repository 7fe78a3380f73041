package io.remine.operators.mining;

import java.io.Serializable;

/** Takes negatives away that may be relevant after all, or teach nothing: a part of a recipe. */
public interface Filter extends Serializable {

    /** Lets the query's unfit negatives be ignored. Cosines are known by now. */
    void apply(CandidateSet set);

    /** Whether it looks at the teacher's cosines. */
    default boolean needsTeacher() {
        return false;
    }

    /** Whether it looks at ranks, and so does nothing where no source gives any. */
    default boolean needsRanks() {
        return false;
    }
}
