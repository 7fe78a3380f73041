package io.remine.state.index;

/**
 * A vector x as whole numbers q from -127 to 127 and a scale s: x is about s·q. Symmetric uniform quantisation, the range
 * being the vector's own, so that no number is off by more than half a scale.
 */
final class Int8 {

    private static final int MOST = 127;

    private Int8() {}

    /** The largest magnitude by 127, rounded so that what is read is no larger. */
    static float scale(float[] vector) {
        float largest = 0;
        for (float value : vector) {
            largest = Math.max(largest, Math.abs(value));
        }
        float scale = largest / MOST;
        return scale * MOST > largest ? Math.nextDown(scale) : scale;
    }

    /** The nearest whole number of scales. */
    static byte quantize(float value, float scale) {
        if (scale == 0) { // of a vector of zeros, or of numbers too small to be told from zero
            return 0;
        }
        return (byte) Math.max(-MOST, Math.min(MOST, Math.rint(value / scale)));
    }
}
