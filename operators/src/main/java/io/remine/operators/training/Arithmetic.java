package io.remine.operators.training;

import io.remine.state.codec.CorruptDataException;

/** What the values of a {@link ProgressSlice} are, and so how the merger adds them to the base. */
public enum Arithmetic {
    /**
     * Wrapping differences of float bit patterns, after minus before: adding them to the base's bits is exact. For a single
     * worker without an outer optimiser, whose parameters the base then equals bit for bit.
     */
    BIT_PATTERN(0),
    /** Differences of floats, as their bits: to be weighed and summed over workers. */
    FLOAT(1);

    private final int code;

    Arithmetic(int code) {
        this.code = code;
    }

    /** The written form: never changes. */
    int code() {
        return code;
    }

    static Arithmetic of(int code) throws CorruptDataException {
        return switch (code) {
            case 0 -> BIT_PATTERN;
            case 1 -> FLOAT;
            default -> throw new CorruptDataException("arithmetic " + code + ", must be 0 or 1");
        };
    }
}
