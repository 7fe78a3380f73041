package io.remine.state.index;

import ai.djl.ndarray.types.DataType;

/**
 * How exactly a view keeps its vectors in memory. Queries are rounded likewise for the search, but for codes; scores are ranked, and rows
 * handed out, in single precision whichever it is.
 *
 * <p>Rounding moves an inner product of unit vectors by no more than about three times the unit roundoff: that of the
 * document, of the query and of the score.
 *
 * <p>There is no bfloat16: its eight significant bits would leave cosines one part in a hundred wrong, and converting to it
 * with DJL 0.35 aborts the process.
 */
public enum BlockPrecision {
    /** 4 bytes a number, exact. */
    SINGLE(DataType.FLOAT32),
    /** 2 bytes a number, 11 significant bits: cosines within about 1e-3. */
    HALF(DataType.FLOAT16),
    /**
     * A byte for every 8 numbers, on the CPU only: codes by which the best are chosen, to be scored exactly by the vectors in the
     * segments' files. Segments that hold codes are needed, see {@link VectorEncoding#PQ}; others' vectors are read one by one.
     */
    CODES(DataType.UINT8);

    private final DataType type;

    BlockPrecision(DataType type) {
        this.type = type;
    }

    DataType type() {
        return type;
    }
}
