package io.remine.operators.mining;

/** What a candidate is to the loss of its query. */
public enum Role {
    /** To be ranked above the negatives. */
    RELEVANT,
    /** Taken for not relevant. */
    NEGATIVE,
    /** Perhaps or surely relevant, but not this example's to learn: keeps its rank and is in no pair. */
    IGNORED
}
