package io.remine.state.index;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;

/**
 * The scores of some rows, in the engine's own memory: to be read until they, or the products they are from, are closed.
 *
 * @param scope holds the memory
 * @param values [rows, columns], the first columns the queries'
 * @param firstRow the first row's number among all
 */
record Scores(NDManager scope, FloatBuffer values, int rows, int columns, int firstRow) implements AutoCloseable {

    @Override
    public void close() {
        scope.close();
    }
}
