package io.remine.state.index;

/**
 * How exactly a view keeps its vectors in memory. Scores are ranked, and rows handed out, in single precision whichever it
 * is; on the CPU they are computed in it, too.
 *
 * <p>Rounding moves an inner product of unit vectors by no more than about three times the unit roundoff: that of the
 * document, and on a GPU of the query, which is rounded likewise there, and of the score.
 *
 * <p>There is no bfloat16: its eight significant bits would leave cosines one part in a hundred wrong, and converting to it
 * with DJL 0.35 aborts the process.
 */
public enum BlockPrecision {
    /**
     * Exact: 4 bytes a number; on the CPU 2 where the segment is written in halves, which are left in its file and become
     * single precision piece by piece while they are searched. That is quicker than to read twice the memory.
     */
    SINGLE,
    /** 2 bytes a number, 11 significant bits: cosines within about 1e-3. */
    HALF,
    /**
     * A byte for every 8 numbers, on the CPU only: codes by which the best are chosen, to be scored exactly by the vectors in the
     * segments' files. Segments that hold codes are needed, see {@link VectorEncoding#PQ}; others' vectors are read one by one.
     */
    CODES;
}
