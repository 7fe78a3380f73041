package io.remine.state.index;

/** Number by number, as any JVM can; several sums, since each waits for its last addition. */
final class PlainProducts implements InnerProducts {

    @Override
    public void ofSingles(float[] vectors, int rows, float[] query, float[] products, int at) {
        for (int row = 0, next = 0; row < rows; row++) {
            float first = 0;
            float second = 0;
            float third = 0;
            float fourth = 0;
            int i = 0;
            for (; i + 3 < query.length; i += 4, next += 4) {
                first = Math.fma(vectors[next], query[i], first);
                second = Math.fma(vectors[next + 1], query[i + 1], second);
                third = Math.fma(vectors[next + 2], query[i + 2], third);
                fourth = Math.fma(vectors[next + 3], query[i + 3], fourth);
            }
            for (; i < query.length; i++, next++) {
                first = Math.fma(vectors[next], query[i], first);
            }
            products[at + row] = (first + second) + (third + fourth);
        }
    }

    @Override
    public void ofHalves(int[] pairs, int rows, float[] even, float[] odd, float[] products, int at) {
        for (int row = 0, next = 0; row < rows; row++) {
            float evens = 0;
            float odds = 0;
            for (int i = 0; i < even.length; i++, next++) {
                evens = Math.fma(InnerProducts.lower(pairs[next]), even[i], evens);
                odds = Math.fma(InnerProducts.upper(pairs[next]), odd[i], odds);
            }
            products[at + row] = evens + odds;
        }
    }

    @Override
    public void pair(int[] pairs, float[] even, float[] odd) {
        for (int i = 0; i < even.length; i++) {
            even[i] = InnerProducts.lower(pairs[i]) * QUERY_SCALE * QUERY_SCALE;
            odd[i] = InnerProducts.upper(pairs[i]) * QUERY_SCALE * QUERY_SCALE;
        }
    }
}
