package io.remine.state.tensor;

import static io.remine.state.tensor.Tensor.Type.BF16;
import static io.remine.state.tensor.Tensor.Type.F16;
import static io.remine.state.tensor.Tensor.Type.F32;
import static io.remine.state.tensor.Tensor.Type.I32;
import static io.remine.state.tensor.Tensor.Type.I64;
import static io.remine.state.tensor.Tensor.Type.U8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named array of numbers, row by row, little-endian, outside any engine.
 */
public final class Tensor {

    /** Longest name. */
    public static final int MAX_NAME_CHARS = 256;
    /** Most dimensions. */
    public static final int MAX_DIMENSIONS = 8;

    /** What one number is; the names are those of safetensors. */
    public enum Type {
        F32(Float.BYTES),
        F16(Short.BYTES),
        /** The upper half of an F32: as wide an exponent, seven bits of fraction. */
        BF16(Short.BYTES),
        I8(Byte.BYTES),
        U8(Byte.BYTES),
        I32(Integer.BYTES),
        I64(Long.BYTES);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        /** Size of one number. */
        public int bytes() {
            return bytes;
        }
    }

    private final String name;
    private final Type type;
    private final long[] shape;
    private final ByteBuffer data;

    /**
     * A tensor over the buffer's own bytes; they are not copied.
     *
     * @param name 1 to {@value #MAX_NAME_CHARS} characters
     * @param shape length of each dimension; empty for a scalar
     * @param data the numbers from position to limit, {@code product(shape) * type.bytes()} bytes
     * @throws IllegalArgumentException if it has another size
     */
    public Tensor(String name, Type type, long[] shape, ByteBuffer data) {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "tensor name of %d characters, must be 1 to %d".formatted(name.length(), MAX_NAME_CHARS));
        }
        long expectedBytes = Math.multiplyExact(count(name, shape), type.bytes());
        if (data.remaining() != expectedBytes) {
            throw new IllegalArgumentException("tensor %s of %s %s: %d bytes, needs %d"
                    .formatted(name, type, Arrays.toString(shape), data.remaining(), expectedBytes));
        }
        this.name = name;
        this.type = type;
        this.shape = shape.clone();
        this.data = data.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A tensor of the floats in the buffer's own bits, one dimension unless a shape is given. */
    public static Tensor of(String name, float[] values, long... shape) {
        ByteBuffer data = allocate(values.length, F32);
        data.asFloatBuffer().put(values);
        return new Tensor(name, F32, shapeOr(shape, values.length), data);
    }

    public static Tensor of(String name, int[] values, long... shape) {
        ByteBuffer data = allocate(values.length, I32);
        data.asIntBuffer().put(values);
        return new Tensor(name, I32, shapeOr(shape, values.length), data);
    }

    public static Tensor of(String name, long[] values, long... shape) {
        ByteBuffer data = allocate(values.length, I64);
        data.asLongBuffer().put(values);
        return new Tensor(name, I64, shapeOr(shape, values.length), data);
    }

    /** A tensor over the bytes themselves, as unsigned; they are not copied. */
    public static Tensor of(String name, byte[] values, long... shape) {
        return new Tensor(name, U8, shapeOr(shape, values.length), ByteBuffer.wrap(values));
    }

    /** The floats rounded to half precision. */
    public static Tensor halves(String name, float[] values, long... shape) {
        ByteBuffer data = allocate(values.length, F16);
        for (int i = 0; i < values.length; i++) {
            data.putShort(i * Short.BYTES, Float16.fromFloat(values[i]));
        }
        return new Tensor(name, F16, shapeOr(shape, values.length), data);
    }

    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** Length of each dimension; empty for a scalar. */
    public long[] shape() {
        return shape.clone();
    }

    /** A read-only view of the numbers from position 0, little-endian, with a position of its own. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How many numbers. */
    public int size() {
        return data.remaining() / type.bytes();
    }

    /** A copy of the numbers of an F32, F16 or BF16 tensor. */
    public float[] toFloats() {
        float[] values = new float[size()];
        if (type == F16) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Float16.toFloat(data.getShort(i * Short.BYTES));
            }
        } else if (type == BF16) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(data.getShort(i * Short.BYTES) << Short.SIZE);
            }
        } else {
            data(F32).asFloatBuffer().get(values);
        }
        return values;
    }

    /** A copy of the numbers of an I32 tensor. */
    public int[] toInts() {
        int[] values = new int[size()];
        data(I32).asIntBuffer().get(values);
        return values;
    }

    /** A copy of the numbers of an I64 tensor. */
    public long[] toLongs() {
        long[] values = new long[size()];
        data(I64).asLongBuffer().get(values);
        return values;
    }

    /** A copy of the numbers of a U8 tensor. */
    public byte[] toBytes() {
        byte[] values = new byte[size()];
        data(U8).get(values);
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(shape));
    }

    @Override
    public String toString() {
        return "%s %s %s".formatted(name, type, Arrays.toString(shape));
    }

    private ByteBuffer data(Type required) {
        if (type != required) {
            throw new IllegalStateException("tensor %s is %s, not %s".formatted(name, type, required));
        }
        return data();
    }

    private static long count(String name, long[] shape) {
        if (shape.length > MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "tensor %s: %d dimensions, limit %d".formatted(name, shape.length, MAX_DIMENSIONS));
        }
        long count = 1;
        for (long length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("tensor %s: length %d of a dimension".formatted(name, length));
            }
            count = Math.multiplyExact(count, length);
        }
        return count;
    }

    private static long[] shapeOr(long[] shape, int length) {
        return shape.length == 0 ? new long[] {length} : shape;
    }

    private static ByteBuffer allocate(int length, Type type) {
        return ByteBuffer.allocate(Math.multiplyExact(length, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }
}
