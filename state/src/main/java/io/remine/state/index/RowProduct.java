package io.remine.state.index;

/** Inner products of a query with rows, wherever they lie; for one thread at a time. */
final class RowProduct {

    private static final int ROWS_AT_A_TIME = 16; // copied together, to what stays in a core's nearest cache

    private final int dimension;
    private final boolean isPaired;
    private final InnerProducts products = Simd.products();
    private final float[] product = new float[1];
    private float[] query; // [dimension]; null until asked for, as all that follow
    private float[] even; // [dimension / 2], the query's numbers as halves want them
    private float[] odd; // [dimension / 2]
    private float[] singles = {}; // [rows, dimension]
    private int[] pairs = {}; // [rows, dimension / 2]

    RowProduct(float[] query) {
        this.query = query;
        this.dimension = query.length;
        this.isPaired = isPaired(query);
    }

    /** Those of a row with others; quick to make, even for a few. */
    RowProduct(VectorMemory memory, int row) {
        this.dimension = memory.dimension();
        this.isPaired = memory.isInHalves() && dimension % 2 == 0;
        if (isPaired) {
            even = new float[dimension / 2];
            odd = new float[dimension / 2];
            products.pair(pairs(memory, row, 1), even, odd);
        } else {
            query = new float[dimension];
            memory.read(row, 1, query);
        }
    }

    /** Whether halves can be multiplied with a query two by two: all but those of an odd dimension, or with huge numbers. */
    static boolean isPaired(float[] query) {
        for (float value : query) {
            if (!(Math.abs(value) <= InnerProducts.MAX_QUERY)) {
                return false;
            }
        }
        return query.length % 2 == 0;
    }

    float with(float[] vector) {
        products.ofSingles(vector, 1, query(), product, 0);
        return product[0];
    }

    float with(VectorMemory memory, int row) {
        with(memory, row, 1, product, 0);
        return product[0];
    }

    /**
     * The products with rows that follow each other.
     *
     * @param scores receives them, in the order of the rows
     */
    void with(VectorMemory memory, int firstRow, int rows, float[] scores) {
        for (int i = 0; i < rows; i += ROWS_AT_A_TIME) {
            with(memory, firstRow + i, Math.min(ROWS_AT_A_TIME, rows - i), scores, i);
        }
    }

    private void with(VectorMemory memory, int firstRow, int rows, float[] scores, int at) {
        if (isPaired && memory.isInHalves()) {
            pairQuery();
            products.ofHalves(pairs(memory, firstRow, rows), rows, even, odd, scores, at);
        } else {
            products.ofSingles(singles(memory, firstRow, rows), rows, query(), scores, at);
        }
    }

    private int[] pairs(VectorMemory memory, int firstRow, int rows) {
        if (pairs.length < rows * dimension / 2) {
            pairs = new int[rows * dimension / 2];
        }
        memory.readPairs(firstRow, rows, pairs);
        return pairs;
    }

    private float[] singles(VectorMemory memory, int firstRow, int rows) {
        if (singles.length < rows * dimension) {
            singles = new float[rows * dimension];
        }
        memory.read(firstRow, rows, singles);
        return singles;
    }

    private void pairQuery() {
        if (even == null) {
            even = new float[dimension / 2];
            odd = new float[dimension / 2];
            for (int i = 0; i < even.length; i++) {
                even[i] = query[2 * i] * InnerProducts.QUERY_SCALE;
                odd[i] = query[2 * i + 1] * InnerProducts.QUERY_SCALE;
            }
        }
    }

    private float[] query() {
        if (query == null) {
            query = new float[dimension];
            for (int i = 0; i < even.length; i++) {
                query[2 * i] = even[i] / InnerProducts.QUERY_SCALE;
                query[2 * i + 1] = odd[i] / InnerProducts.QUERY_SCALE;
            }
        }
        return query;
    }
}
