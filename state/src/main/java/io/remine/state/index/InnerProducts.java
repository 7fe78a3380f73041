package io.remine.state.index;

/**
 * Inner products of a query with the vectors of rows.
 *
 * <p>A half has the bits of a float, only fewer: its exponent's five become the last five of a float's eight, and its fraction's
 * ten the first of 23. Moved so, a finite half is a float 2^112 times too small, exponents being counted from -15 and -127, and a
 * query that is as much too large makes that good. Subnormal halves are subnormal floats and come out right, too.
 */
interface InnerProducts {

    /** By how much more a query is for halves. */
    float QUERY_SCALE = 0x1p112f;

    /** Queries with larger numbers than the largest half would overflow. */
    float MAX_QUERY = 65504;

    int EXPONENT_BITS_MORE = 3;

    /** Where the upper half of an int has its bits when it is moved, its sign spread, by as much. */
    int SIGN_EXPONENT_FRACTION = 0x8fffe000;

    /**
     * The products with vectors of floats.
     *
     * @param vectors [rows, dimension]
     * @param query [dimension]
     * @param products receives those of the rows, from {@code at} on
     */
    void ofSingles(float[] vectors, int rows, float[] query, float[] products, int at);

    /**
     * The products with vectors of finite halves.
     *
     * @param pairs [rows, dimension / 2], of two halves each, the lower bits the first
     * @param even [dimension / 2], the query's numbers 0, 2, 4 and so on, times the scale
     * @param odd [dimension / 2], the others, times the scale
     * @param products receives those of the rows, from {@code at} on
     */
    void ofHalves(int[] pairs, int rows, float[] even, float[] odd, float[] products, int at);

    /**
     * Makes a vector of finite halves the query.
     *
     * @param pairs [dimension / 2]
     * @param even [dimension / 2], receives the numbers 0, 2, 4 and so on, times the scale
     * @param odd [dimension / 2], receives the others
     */
    void pair(int[] pairs, float[] even, float[] odd);

    /** The upper half of two as a float of the same sign, exponent and fraction bits. */
    static float upper(int pair) {
        return Float.intBitsToFloat((pair >> EXPONENT_BITS_MORE) & SIGN_EXPONENT_FRACTION);
    }

    /** The same of the lower half. */
    static float lower(int pair) {
        return upper(pair << Short.SIZE);
    }
}
