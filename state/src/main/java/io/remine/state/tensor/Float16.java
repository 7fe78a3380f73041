package io.remine.state.tensor;

import java.nio.ByteBuffer;

/**
 * IEEE 754 binary16: one sign bit, five exponent bits (bias 15), ten fraction bits; largest finite value 65504.
 *
 * <p>JDK 20 has these conversions as intrinsics; on JDK 17 they are ours.
 */
public final class Float16 {

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET = 0x0200;
    /** From here on a float's magnitude bits round to infinity: 65520, half way between 65504 and 65536. */
    private static final int OVERFLOW = Float.floatToIntBits(65520f);
    /** From here on the result is a normal number. */
    private static final int SMALLEST_NORMAL = Float.floatToIntBits(0x1p-14f);
    /** What a float's exponent bias has on a half's, in place of a float's exponent. */
    private static final int REBIAS = (127 - 15) << 23;
    /** Adding this aligns a subnormal half's last bit with a float's last bit; the hardware then rounds. */
    private static final float SUBNORMAL_MAGIC = 0.5f;

    private static final int HALVES = 1 << 16;
    /** Of each half: a look into what the cache holds is quicker than the arithmetic. */
    private static final float[] VALUES = new float[HALVES];

    static {
        for (int half = 0; half < HALVES; half++) {
            VALUES[half] = value(half);
        }
    }

    private Float16() {}

    /** The nearest half, ties to even; beyond the range an infinity; NaN stays NaN, quiet, with its leading payload bits. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & 0x7fffffff;
        int half;
        if (magnitude > 0x7f800000) {
            half = INFINITY | QUIET | ((magnitude >>> 13) & 0x3ff);
        } else if (magnitude >= OVERFLOW) {
            half = INFINITY;
        } else if (magnitude >= SMALLEST_NORMAL) {
            int roundUp = 0xfff + ((magnitude >>> 13) & 1);
            half = (magnitude - REBIAS + roundUp) >>> 13;
        } else {
            half = Float.floatToIntBits(Float.intBitsToFloat(magnitude) + SUBNORMAL_MAGIC)
                    - Float.floatToIntBits(SUBNORMAL_MAGIC);
        }
        return (short) (sign | half);
    }

    /** The value of the half, exactly. */
    public static float toFloat(short half) {
        return VALUES[half & 0xffff];
    }

    /**
     * The values of halves that lie one after the other, as many as there is room for.
     *
     * @param halves little-endian
     * @param at where the first one begins, in bytes
     */
    public static void toFloats(ByteBuffer halves, int at, float[] values) {
        toFloats(halves, at, values, values.length);
    }

    /** The same of so many. */
    public static void toFloats(ByteBuffer halves, int at, float[] values, int count) {
        int i = 0;
        for (; i + 3 < count; i += 4) { // four in one read
            long four = halves.getLong(at + i * Short.BYTES);
            values[i] = VALUES[(int) four & 0xffff];
            values[i + 1] = VALUES[(int) (four >>> 16) & 0xffff];
            values[i + 2] = VALUES[(int) (four >>> 32) & 0xffff];
            values[i + 3] = VALUES[(int) (four >>> 48)];
        }
        for (; i < count; i++) {
            values[i] = toFloat(halves.getShort(at + i * Short.BYTES));
        }
    }

    private static float value(int half) {
        int sign = (half & SIGN) << 16;
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToIntBits(fraction * 0x1p-24f));
        }
        int widened = (fraction << 13) | (exponent == 0x1f ? 0x7f800000 : (exponent << 23) + REBIAS);
        return Float.intBitsToFloat(sign | widened);
    }
}
