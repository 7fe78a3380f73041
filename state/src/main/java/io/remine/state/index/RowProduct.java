package io.remine.state.index;

/** Inner products of a query with rows, wherever they lie; for one thread at a time. */
final class RowProduct {

    private static final int ROWS_AT_A_TIME = 4; // copied together, to what stays in a core's nearest cache

    private final float[] query;
    private final boolean isPaired;
    private final InnerProducts products = Simd.products();
    private final float[] product = new float[1];
    private float[] singles; // [ROWS_AT_A_TIME, dimension]; null while none was asked for, and so on
    private int[] pairs; // [ROWS_AT_A_TIME, dimension / 2]
    private float[] even; // [dimension / 2]
    private float[] odd; // [dimension / 2]

    RowProduct(float[] query) {
        this.query = query;
        this.isPaired = isPaired(query);
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
        products.ofSingles(vector, 1, query, product, 0);
        return product[0];
    }

    float with(VectorMemory memory, int row) {
        with(memory, row, 1, product, 0);
        return product[0];
    }

    /**
     * The products with rows that follow each other.
     *
     * @param scores as many, in the order of the rows
     */
    void with(VectorMemory memory, int firstRow, float[] scores) {
        for (int i = 0; i < scores.length; i += ROWS_AT_A_TIME) {
            with(memory, firstRow + i, Math.min(ROWS_AT_A_TIME, scores.length - i), scores, i);
        }
    }

    private void with(VectorMemory memory, int firstRow, int rows, float[] scores, int at) {
        if (isPaired && memory.isInHalves()) {
            if (pairs == null) {
                pairQuery();
            }
            memory.readPairs(firstRow, rows, pairs);
            products.ofHalves(pairs, rows, even, odd, scores, at);
        } else {
            if (singles == null) {
                singles = new float[ROWS_AT_A_TIME * query.length];
            }
            memory.read(firstRow, rows, singles);
            products.ofSingles(singles, rows, query, scores, at);
        }
    }

    private void pairQuery() {
        pairs = new int[ROWS_AT_A_TIME * query.length / 2];
        even = new float[query.length / 2];
        odd = new float[query.length / 2];
        for (int i = 0; i < even.length; i++) {
            even[i] = query[2 * i] * InnerProducts.QUERY_SCALE;
            odd[i] = query[2 * i + 1] * InnerProducts.QUERY_SCALE;
        }
    }
}
