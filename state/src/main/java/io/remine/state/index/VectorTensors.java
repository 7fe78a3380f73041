package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.Float16;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The vectors of a segment's rows as tensors: {@code vectors} F32, F16 or I8 [rows, dimension], the last with {@code scales} F32
 * [rows], see {@link Int8}. The tensors are not copied; a row becomes floats when it is asked for.
 */
final class VectorTensors {

    private static final String VECTORS = "vectors";
    private static final String SCALES = "scales";

    /** Of four halves side by side. */
    private static final long EXPONENTS = 0x7c00_7c00_7c00_7c00L;

    private static final long LOWEST_OF_EXPONENTS = 0x0400_0400_0400_0400L;
    private static final long SIGNS = 0x8000_8000_8000_8000L;

    private final int rows;
    private final int dimension;
    private final Tensor.Type type;
    private final ByteBuffer vectors;
    private final FloatBuffer scales; // of each row; empty unless they are whole numbers

    private VectorTensors(int rows, int dimension, Tensor vectors, FloatBuffer scales) {
        this.rows = rows;
        this.dimension = dimension;
        this.type = vectors.type();
        this.vectors = vectors.data();
        this.scales = scales;
    }

    static void write(List<float[]> rows, int dimension, VectorEncoding encoding, List<Tensor> tensors) {
        float[] values = new float[Math.multiplyExact(rows.size(), dimension)];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * dimension, dimension);
        }
        switch (encoding) {
            case SINGLE -> tensors.add(Tensor.of(VECTORS, values, rows.size(), dimension));
            case HALF -> tensors.add(Tensor.halves(VECTORS, values, rows.size(), dimension));
            case INT8, PQ -> {
                float[] scales = new float[rows.size()];
                byte[] quantized = new byte[values.length];
                for (int row = 0; row < scales.length; row++) {
                    scales[row] = Int8.scale(rows.get(row));
                    for (int i = row * dimension; i < (row + 1) * dimension; i++) {
                        quantized[i] = Int8.quantize(values[i], scales[row]);
                    }
                }
                long[] shape = {rows.size(), dimension};
                tensors.add(Tensor.of(SCALES, scales));
                tensors.add(new Tensor(VECTORS, Tensor.Type.I8, shape, ByteBuffer.wrap(quantized)));
            }
        }
    }

    /** @param mayBeInt8 whether the segment's layout knows whole numbers */
    static VectorTensors read(int rows, int dimension, boolean mayBeInt8, SafeTensors tensors)
            throws CorruptDataException {
        Tensor vectors = tensors.find(VECTORS)
                .orElseThrow(
                        () -> new CorruptDataException("segment: needs a tensor vectors, found " + tensors.tensors()));
        boolean known =
                switch (vectors.type()) {
                    case F32, F16 -> true;
                    case I8 -> mayBeInt8;
                    default -> false;
                };
        if (!known || !Arrays.equals(vectors.shape(), new long[] {rows, dimension})) {
            throw new CorruptDataException("segment: %s, must be F16, F32%s [%d, %d]"
                    .formatted(vectors, mayBeInt8 ? " or I8" : "", rows, dimension));
        }
        return new VectorTensors(
                rows,
                dimension,
                vectors,
                vectors.type() == Tensor.Type.I8 ? scales(rows, tensors) : FloatBuffer.allocate(0));
    }

    private static FloatBuffer scales(int rows, SafeTensors tensors) throws CorruptDataException {
        FloatBuffer scales = tensors.tensor(SCALES, Tensor.Type.F32).data().asFloatBuffer();
        if (scales.limit() != rows) {
            throw new CorruptDataException("segment: scales of %d rows, must be of %d".formatted(scales.limit(), rows));
        }
        for (int row = 0; row < rows; row++) {
            if (!(scales.get(row) >= 0)) {
                throw new CorruptDataException(
                        "segment: scale %s of a row, must be at least 0".formatted(scales.get(row)));
            }
        }
        return scales;
    }

    /** The vector of a row. */
    float[] row(int row) {
        float[] values = new float[dimension];
        int begin = row * dimension;
        switch (type) {
            case F32 -> vectors.asFloatBuffer().get(begin, values);
            case F16 -> Float16.toFloats(vectors, begin * Short.BYTES, values);
            default -> {
                byte[] quantized = new byte[dimension];
                vectors.get(begin, quantized);
                float scale = scales.get(row);
                for (int i = 0; i < dimension; i++) {
                    values[i] = scale * quantized[i];
                }
            }
        }
        return values;
    }

    /** The first row that holds what {@link Segment.Row none may}, or -1. */
    int firstRefused() {
        for (int row = 0; row < rows; row++) {
            if (!(type == Tensor.Type.F16 ? areFinite(row) : holds(row(row)))) {
                return row;
            }
        }
        return -1;
    }

    int rows() {
        return rows;
    }

    /** In which {@link #load} gives them. */
    DataType type() {
        return type == Tensor.Type.F16 ? DataType.FLOAT16 : DataType.FLOAT32;
    }

    /** Whether {@link #load} copies nothing, since the vectors lie in a file's pages as the engine reads them. */
    boolean areMapped() {
        return vectors.isDirect() && type != Tensor.Type.I8;
    }

    /**
     * All rows on the CPU, over memory of Java's that lives as long as the array: those of floats in the type that they are
     * written in, others in single precision.
     */
    NDArray load(NDManager manager) { // [rows, dimension]
        Shape shape = new Shape(rows, dimension);
        return switch (type) { // slices, because the engine takes a buffer's memory from its beginning
            case F16 -> manager.create(vectors.slice(), shape, DataType.FLOAT16);
            case F32 -> manager.create(vectors.slice(), shape, DataType.FLOAT32);
            default -> {
                FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(rows, dimension));
                for (int row = 0; row < rows; row++) {
                    values.put(row(row));
                }
                yield manager.create(values.flip(), shape);
            }
        };
    }

    /** Four halves at a time: an exponent of ones, and no other, carries into the sign when the lowest bit of one is added. */
    private boolean areFinite(int row) {
        int end = (row + 1) * dimension * Short.BYTES;
        int at = row * dimension * Short.BYTES;
        long carried = 0;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            carried |= (vectors.getLong(at) & EXPONENTS) + LOWEST_OF_EXPONENTS;
        }
        for (; at < end; at += Short.BYTES) {
            carried |= (vectors.getShort(at) & (EXPONENTS & 0xffff)) + LOWEST_OF_EXPONENTS;
        }
        return (carried & SIGNS) == 0;
    }

    private static boolean holds(float[] vector) {
        for (float value : vector) {
            if (!Segment.Row.holds(value)) {
                return false;
            }
        }
        return true;
    }
}
