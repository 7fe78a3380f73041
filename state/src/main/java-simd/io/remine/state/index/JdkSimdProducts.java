package io.remine.state.index;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Inner products by the JDK's Vector API, which is an incubator: compiled apart from everything else, because the compiler warns
 * of it, and loaded by name, because few JVMs are started with its module. Of the API it uses only what all versions since Java
 * 17 have.
 */
final class JdkSimdProducts implements InnerProducts {

    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

    @Override
    public void ofSingles(float[] vectors, int rows, float[] query, float[] products, int at) {
        for (int row = 0; row < rows; row++) {
            products[at + row] = ofSingle(vectors, row * query.length, query);
        }
    }

    private static float ofSingle(float[] vectors, int begin, float[] query) {
        FloatVector first = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int lanes = FLOATS.length();
        int i = 0;
        for (; i + 2 * lanes <= query.length; i += 2 * lanes) { // two sums, since each waits for its last addition
            first = FloatVector.fromArray(FLOATS, vectors, begin + i)
                    .fma(FloatVector.fromArray(FLOATS, query, i), first);
            second = FloatVector.fromArray(FLOATS, vectors, begin + i + lanes)
                    .fma(FloatVector.fromArray(FLOATS, query, i + lanes), second);
        }
        float sum = first.add(second).reduceLanes(VectorOperators.ADD);
        for (; i < query.length; i++) {
            sum += vectors[begin + i] * query[i];
        }
        return sum;
    }

    @Override
    public void ofHalves(int[] pairs, int rows, float[] even, float[] odd, float[] products, int at) {
        int row = 0;
        for (; row + 1 < rows; row += 2) {
            ofTwo(pairs, row * even.length, even, odd, products, at + row);
        }
        if (row < rows) {
            products[at + row] = ofOne(pairs, row * even.length, even, odd);
        }
    }

    @Override
    public void pair(int[] pairs, float[] even, float[] odd) {
        int lanes = FLOATS.length();
        int i = 0;
        for (; i + lanes <= even.length; i += lanes) {
            IntVector both = IntVector.fromArray(INTS, pairs, i);
            lower(both).mul(QUERY_SCALE).mul(QUERY_SCALE).intoArray(even, i);
            upper(both).mul(QUERY_SCALE).mul(QUERY_SCALE).intoArray(odd, i);
        }
        for (; i < even.length; i++) {
            even[i] = InnerProducts.lower(pairs[i]) * QUERY_SCALE * QUERY_SCALE;
            odd[i] = InnerProducts.upper(pairs[i]) * QUERY_SCALE * QUERY_SCALE;
        }
    }

    /** Two rows, for each part of the query that is read. */
    private static void ofTwo(int[] pairs, int begin, float[] even, float[] odd, float[] products, int at) {
        FloatVector first = FloatVector.zero(FLOATS);
        FloatVector second = FloatVector.zero(FLOATS);
        int lanes = FLOATS.length();
        int next = begin + even.length;
        int i = 0;
        for (; i + lanes <= even.length; i += lanes) {
            FloatVector evens = FloatVector.fromArray(FLOATS, even, i);
            FloatVector odds = FloatVector.fromArray(FLOATS, odd, i);
            IntVector ofFirst = IntVector.fromArray(INTS, pairs, begin + i);
            IntVector ofSecond = IntVector.fromArray(INTS, pairs, next + i);
            first = upper(ofFirst).fma(odds, lower(ofFirst).fma(evens, first));
            second = upper(ofSecond).fma(odds, lower(ofSecond).fma(evens, second));
        }
        products[at] = first.reduceLanes(VectorOperators.ADD) + rest(pairs, begin, even, odd, i);
        products[at + 1] = second.reduceLanes(VectorOperators.ADD) + rest(pairs, next, even, odd, i);
    }

    private static float ofOne(int[] pairs, int begin, float[] even, float[] odd) {
        FloatVector evens = FloatVector.zero(FLOATS);
        FloatVector odds = FloatVector.zero(FLOATS);
        int lanes = FLOATS.length();
        int i = 0;
        for (; i + lanes <= even.length; i += lanes) {
            IntVector both = IntVector.fromArray(INTS, pairs, begin + i);
            evens = lower(both).fma(FloatVector.fromArray(FLOATS, even, i), evens);
            odds = upper(both).fma(FloatVector.fromArray(FLOATS, odd, i), odds);
        }
        return evens.add(odds).reduceLanes(VectorOperators.ADD) + rest(pairs, begin, even, odd, i);
    }

    /** Of the pairs that are too few to be taken together. */
    private static float rest(int[] pairs, int begin, float[] even, float[] odd, int from) {
        float sum = 0;
        for (int i = from; i < even.length; i++) {
            int both = pairs[begin + i];
            sum += InnerProducts.lower(both) * even[i] + InnerProducts.upper(both) * odd[i];
        }
        return sum;
    }

    private static FloatVector lower(IntVector pairs) {
        return upper(pairs.lanewise(VectorOperators.LSHL, Short.SIZE));
    }

    private static FloatVector upper(IntVector pairs) {
        return pairs.lanewise(VectorOperators.ASHR, EXPONENT_BITS_MORE)
                .and(SIGN_EXPONENT_FRACTION)
                .reinterpretAsFloats();
    }
}
