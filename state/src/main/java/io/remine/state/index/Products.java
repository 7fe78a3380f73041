package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Inner products of rows with a batch of queries, on the CPU; any number of threads may ask at a time.
 *
 * <p>The same product D·Qᵀ has two forms. For many queries it is a convolution of 1×1 pixels, whose channels are the
 * dimensions: libtorch gives that to oneDNN, which uses the widest instructions of any processor, where its matrix product
 * uses MKL, which uses AVX-512 on those of one maker only. Where they were compared, with AVX-512 and without, the
 * convolution took 0.45 and 0.8 of the time. For few queries the matrix product wins; it is slower for one than for two,
 * so that a single query is asked twice.
 */
final class Products {

    /** Chunks of a multiple of so many rows are computed in one piece. */
    static final int ROWS_UNIT = 16; // images of a batch: with fewer, libtorch does not use oneDNN on one thread

    private static final int MIN_CONVOLVED_QUERIES = 12;
    private static final int MIN_CONVOLVED_ROWS = 256;

    private final NDManager manager;
    private final int dimension;
    private final int queries;
    private final NDArray columns; // [dimension, queries], two if there is one query
    private final NDArray kernels; // [queries, dimension, 1, 1]

    /** @param queries [queries, dimension]; the manager outlives this */
    Products(NDManager manager, NDArray queries) {
        this.manager = manager;
        this.queries = Math.toIntExact(queries.getShape().get(0));
        this.dimension = Math.toIntExact(queries.getShape().get(1));
        NDArray atLeastTwo = this.queries == 1 ? in(manager, queries.repeat(0, 2)) : queries;
        this.columns = in(manager, atLeastTwo.transpose());
        this.kernels = in(manager, queries.reshape(new Shape(this.queries, dimension, 1, 1)));
    }

    /** Takes scores [rows, columns] of which the first columns are the queries'; only during the call. */
    @FunctionalInterface
    interface Sink {
        void accept(FloatBuffer scores, int columns);
    }

    /** Scores the rows from {@code begin} to before {@code end}. */
    void scores(NDArray block, int begin, int end, Sink sink) {
        int rows = end - begin;
        boolean convolved = queries >= MIN_CONVOLVED_QUERIES && rows >= MIN_CONVOLVED_ROWS;
        try (NDManager scope = manager.newSubManager()) {
            NDArray vectors = rows(scope, block, begin, end);
            if (!convolved) {
                NDArray scores = in(scope, vectors.matMul(columns));
                sink.accept(buffer(scores), Math.toIntExact(columns.getShape().get(1)));
                return;
            }
            int whole = rows - rows % ROWS_UNIT;
            NDArray scores = convolve(scope, rows(scope, vectors, 0, whole), whole);
            if (rows > whole) {
                NDArray rest = in(scope, rows(scope, vectors, whole, rows).matMul(columns));
                scores = in(scope, scores.concat(rest));
            }
            sink.accept(buffer(scores), queries);
        }
    }

    private NDArray convolve(NDManager scope, NDArray vectors, int rows) {
        NDArray pixels = in(scope, vectors.reshape(new Shape(ROWS_UNIT, rows / ROWS_UNIT, 1, dimension)));
        NDArray images = in(scope, pixels.transpose(0, 3, 1, 2)); // a view: channels are innermost in memory
        NDArray scores = in(scope, Conv2d.conv2d(images, kernels).singletonOrThrow()); // [16, queries, rows / 16, 1]
        NDArray byRow = in(scope, scores.transpose(0, 2, 3, 1)); // contiguous, since channels are innermost again
        return in(scope, byRow.reshape(new Shape(rows, queries)));
    }

    private static NDArray rows(NDManager scope, NDArray array, int begin, int end) {
        boolean all = begin == 0 && end == array.getShape().get(0);
        return all ? array : array.get(scope, new NDIndex().addSliceDim(begin, end));
    }

    /** The engine's own memory, not copied. */
    private static FloatBuffer buffer(NDArray scores) {
        return scores.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    /** Moves a result from its receiver's manager, which may live long, to the scope. */
    private static NDArray in(NDManager scope, NDArray result) {
        result.attach(scope);
        return result;
    }
}
