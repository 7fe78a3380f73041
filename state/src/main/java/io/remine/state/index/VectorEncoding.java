package io.remine.state.index;

/** How a segment writes the numbers of its vectors; they are read into single precision whichever it is. */
public enum VectorEncoding {
    /** 2 bytes a number, rounded to 11 significant bits: enough to rank unit vectors by. */
    HALF,
    /** 4 bytes a number, exact. */
    SINGLE,
    /** 1 byte a number and 4 bytes a vector: {@link Int8 whole numbers} of a quantum that each vector has for itself. */
    INT8,
    /**
     * The same, and in segments of {@value CodeTensors#MIN_ROWS} rows and more also 1 byte for every {@value CodeTensors#WIDTH}
     * numbers, the {@link ProductQuantizer codes}: whoever keeps {@link BlockPrecision#CODES} has these in memory and reads the
     * vectors of the best only.
     */
    PQ;

    /** For what comes to a segment, or goes: rows that share the codebooks of the segment they come to. */
    public VectorEncoding ofDeltas() {
        return this == PQ ? INT8 : this;
    }
}
