package io.remine.state.index;

/** How a segment writes the numbers of its vectors; they are read into single precision whichever it is. */
public enum VectorEncoding {
    /** 2 bytes a number, rounded to 11 significant bits: enough to rank unit vectors by. */
    HALF,
    /** 4 bytes a number, exact. */
    SINGLE,
    /** 1 byte a number and 4 bytes a vector: {@link Int8 whole numbers} of a quantum that each vector has for itself. */
    INT8
}
