package io.remine.state.index;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.BitSet;

/**
 * The scores of some rows, mostly in the engine's own memory: to be used until they, or the products they are from, are closed.
 *
 * @param scope holds the memory; null if it is Java's
 * @param values [rows, columns], the first columns the queries'
 * @param firstRow the first row's number among all
 */
record Scores(NDManager scope, FloatBuffer values, int rows, int columns, int firstRow) implements AutoCloseable {

    /** Lets no row be among the best whose number is hidden, unless there are no others. */
    void hide(BitSet hidden) {
        int end = firstRow + rows;
        for (int row = hidden.nextSetBit(firstRow); row >= 0 && row < end; row = hidden.nextSetBit(row + 1)) {
            int begin = (row - firstRow) * columns;
            for (int column = 0; column < columns; column++) {
                values.put(begin + column, Float.NEGATIVE_INFINITY);
            }
        }
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
        }
    }
}
