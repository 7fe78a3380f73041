package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Inner products of rows with a batch of queries, on the CPU; any number of threads may ask at a time.
 *
 * <p>The same product D·Qᵀ has two forms. For many queries it is a convolution of 1×1 pixels: the rows are the pixels and the
 * dimensions their channels. libtorch gives that to oneDNN, which uses the widest instructions of any processor, where its
 * matrix product uses MKL, which uses AVX-512 on those of one maker only. Where they were compared, with AVX-512 and without,
 * the convolution took 0.45 and 0.8 of the time. For few queries the matrix product wins. A single query is asked twice of rows
 * that come from memory, since the product with a vector takes twice as long there as that with two; of rows that were widened just
 * now, and lie in the cache, it takes half as long.
 */
final class Products {

    private static final Shape STRIDE = new Shape(1, 1);
    private static final Shape PADDING = new Shape(0, 0);
    private static final Shape DILATION = new Shape(2, 2); // libtorch then uses oneDNN on one thread, too

    private static final int MIN_CONVOLVED_QUERIES = 12;
    private static final int MIN_CONVOLVED_ROWS = 256;

    /**
     * Most numbers that become single precision at a time, 4 bytes each: a core's own cache is to hold them while many queries
     * pass over them; for few, fewer calls to the engine are worth more.
     */
    private static final int MAX_WIDENED_FOR_MANY = 1 << 19;

    private static final int MAX_WIDENED_FOR_FEW = 1 << 20;

    private final NDManager manager;
    private final int dimension;
    private final int queries;
    private final NDArray columns; // [dimension, queries], a single one twice
    private final NDArray first; // [dimension]
    private final NDArray kernels; // [queries, dimension, 1, 1]

    /** @param queries [queries, dimension]; the manager outlives this */
    Products(NDManager manager, NDArray queries) {
        this.manager = manager;
        this.queries = Math.toIntExact(queries.getShape().get(0));
        this.dimension = Math.toIntExact(queries.getShape().get(1));
        NDArray atLeastTwo = this.queries == 1 ? in(manager, queries.repeat(0, 2)) : queries;
        this.columns = in(manager, atLeastTwo.transpose());
        this.first = in(manager, queries.get(0));
        this.kernels = in(manager, queries.reshape(new Shape(this.queries, dimension, 1, 1)));
    }

    /** Whether vectors of this type have products with queries in single precision. */
    static boolean canMultiply(DataType type) {
        return type == DataType.FLOAT32 || type == DataType.FLOAT16;
    }

    /** How many rows of a block to score at a time, at most, for so many queries. */
    static int maxRows(NDArray block, int queries) {
        int widened = queries < MIN_CONVOLVED_QUERIES ? MAX_WIDENED_FOR_FEW : MAX_WIDENED_FOR_MANY;
        int dimension = Math.toIntExact(block.getShape().get(1));
        return block.getDataType() == DataType.FLOAT32 ? Integer.MAX_VALUE : Math.max(1, widened / dimension);
    }

    /**
     * Scores the rows from {@code begin} to before {@code end}.
     *
     * @param firstRow the number of row {@code begin} among all rows
     */
    Scores scores(NDArray block, int begin, int end, int firstRow) {
        int rows = end - begin;
        NDManager scope = manager.newSubManager();
        NDArray written = rows(scope, block, begin, end);
        NDArray vectors = single(scope, written);
        NDArray products;
        if (queries >= MIN_CONVOLVED_QUERIES && rows >= MIN_CONVOLVED_ROWS) {
            products = convolve(scope, vectors, rows);
        } else {
            boolean isInCache = vectors != written;
            products = in(scope, vectors.matMul(queries == 1 && isInCache ? first : columns));
        }
        return new Scores(scope, buffer(products), rows, Math.toIntExact(products.size() / rows), firstRow);
    }

    private static NDArray single(NDManager scope, NDArray vectors) {
        return vectors.getDataType() == DataType.FLOAT32 ? vectors : in(scope, vectors.toType(DataType.FLOAT32, true));
    }

    private NDArray convolve(NDManager scope, NDArray vectors, int rows) { // -> [1, rows, 1, queries]
        NDArray pixels = in(scope, vectors.reshape(new Shape(1, 1, rows, dimension)));
        NDArray image = in(scope, pixels.transpose(0, 3, 1, 2)); // a view: channels are innermost in memory
        NDArray scores = in(
                scope,
                Conv2d.conv2d(image, kernels, null, STRIDE, PADDING, DILATION)
                        .singletonOrThrow()); // [1, queries, 1, rows]
        return in(scope, scores.transpose(0, 2, 3, 1)); // contiguous, since channels are innermost again
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
