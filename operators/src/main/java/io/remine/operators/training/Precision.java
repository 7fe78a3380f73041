package io.remine.operators.training;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.Float16;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * How finely a worker's progress is told to the merger. What rounding leaves out is not lost: it stays in the worker's
 * parameters and goes out with a later round (error feedback, Seide et al. 2014, "1-bit stochastic gradient descent and its
 * application to data-parallel distributed training of speech DNNs"). Rounding what has been rounded changes nothing, so the
 * rounded values themselves are what is kept and sent.
 */
public enum Precision {
    /** As the worker has it; four bytes a value. */
    FP32(0),
    /** IEEE 754 binary16, two bytes a value. */
    FP16(1),
    /**
     * A whole number from -127 to 127 of quanta, one byte a value. The quantum is the same for a slice: the least power of
     * two with which its largest value is in range.
     */
    INT8(2);

    private static final float LARGEST_FP16 = 65_504;
    private static final int LARGEST_INT8 = 127;
    private static final int LEAST_EXPONENT = -149; // of the smallest float
    private static final int MOST_EXPONENT = 121; // beyond which 127 quanta are no float

    private final int code;

    Precision(int code) {
        this.code = code;
    }

    /** The written form: never changes. */
    int code() {
        return code;
    }

    static Precision of(int code) throws CorruptDataException {
        return switch (code) {
            case 0 -> FP32;
            case 1 -> FP16;
            case 2 -> INT8;
            default -> throw new CorruptDataException("precision " + code + ", must be 0 to 2");
        };
    }

    /** Bytes of so many values of one slice. */
    int bytes(int values) {
        return switch (this) {
            case FP32 -> Float.BYTES * values;
            case FP16 -> Short.BYTES * values;
            case INT8 -> Short.BYTES + values;
        };
    }

    /**
     * Rounds one slice, in place. What is out of range becomes the largest value that is in it.
     *
     * @param values floats as their bits
     */
    void round(int[] values, int from, int length) {
        switch (this) {
            case FP32 -> {}
            case FP16 -> {
                for (int i = from; i < from + length; i++) {
                    values[i] = Float.floatToRawIntBits(Float16.toFloat(half(values[i])));
                }
            }
            case INT8 -> {
                int exponent = exponent(values, from, length);
                for (int i = from; i < from + length; i++) {
                    values[i] = ofQuanta(quanta(values[i], exponent), exponent);
                }
            }
        }
    }

    /** Writes one slice that has been rounded. */
    void write(int[] values, DataOutput out) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(bytes(values.length));
        switch (this) {
            case FP32 -> bytes.asIntBuffer().put(values);
            case FP16 -> {
                for (int value : values) {
                    bytes.putShort(half(value));
                }
            }
            case INT8 -> {
                int exponent = exponent(values, 0, values.length);
                bytes.putShort((short) exponent);
                for (int value : values) {
                    bytes.put(quanta(value, exponent));
                }
            }
        }
        out.write(bytes.array());
    }

    /** Reads one slice of so many values, a number that has been checked. */
    int[] read(int length, DataInput in) throws IOException {
        byte[] written = new byte[bytes(length)];
        in.readFully(written);
        ByteBuffer bytes = ByteBuffer.wrap(written);
        int[] values = new int[length];
        switch (this) {
            case FP32 -> bytes.asIntBuffer().get(values);
            case FP16 -> {
                for (int i = 0; i < length; i++) {
                    values[i] = Float.floatToRawIntBits(Float16.toFloat(bytes.getShort()));
                }
            }
            case INT8 -> {
                int exponent = bytes.getShort();
                if (exponent < LEAST_EXPONENT || exponent > MOST_EXPONENT) {
                    throw new CorruptDataException("quantum 2^%d of a slice, must be 2^%d to 2^%d"
                            .formatted(exponent, LEAST_EXPONENT, MOST_EXPONENT));
                }
                for (int i = 0; i < length; i++) {
                    values[i] = ofQuanta(bytes.get(), exponent);
                }
            }
        }
        return values;
    }

    private static short half(int value) {
        return Float16.fromFloat(clamp(value, LARGEST_FP16));
    }

    private static byte quanta(int value, int exponent) {
        double inRange = clamp(value, Math.scalb((float) LARGEST_INT8, MOST_EXPONENT));
        return (byte) Math.rint(Math.scalb(inRange, -exponent));
    }

    private static int ofQuanta(byte quanta, int exponent) {
        return Float.floatToRawIntBits(Math.scalb((float) quanta, exponent));
    }

    /** Of the least power of two of which no value of the slice has more than 127. */
    private static int exponent(int[] values, int from, int length) {
        float largest = 0;
        for (int i = from; i < from + length; i++) {
            largest = Math.max(largest, Math.abs(Float.intBitsToFloat(values[i])));
        }
        double quantum = (double) largest / LARGEST_INT8;
        int exponent = Math.getExponent(quantum);
        if (Math.scalb(1.0, exponent) < quantum) {
            exponent++;
        }
        return Math.max(LEAST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
    }

    private static float clamp(int value, float limit) {
        return Math.max(-limit, Math.min(limit, Float.intBitsToFloat(value)));
    }
}
