package io.remine.operators.training;

/** What the values of a {@link ProgressSlice} are, and so how the merger adds them to the base. */
public enum Arithmetic {
    /**
     * Wrapping differences of float bit patterns, after minus before: adding them to the base's bits is exact. For a single
     * worker without an outer optimiser, whose parameters the base then equals bit for bit.
     */
    BIT_PATTERN,
    /** Differences of floats, as their bits: to be weighed and summed over workers. */
    FLOAT
}
