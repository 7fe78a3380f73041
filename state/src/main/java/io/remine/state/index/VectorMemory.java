package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Vectors on the CPU as Java reads them, in the engine's own memory: valid while their array is. Any number of threads may
 * read.
 */
final class VectorMemory {

    private static final int CACHE_LINE_BYTES = 64;

    private final ByteBuffer bytes;
    private final FloatBuffer floats; // the same; null if they are halves
    private final IntBuffer pairs; // of halves, the same; null if they are none
    private final int dimension;
    private final int rowBytes;

    /** @param vectors [rows, dimension], {@link #isReadable readable}, not empty */
    VectorMemory(NDArray vectors) {
        this.bytes = vectors.toByteBuffer(true).order(ByteOrder.nativeOrder());
        this.floats = vectors.getDataType() == DataType.FLOAT32 ? bytes.asFloatBuffer() : null;
        this.pairs = floats == null ? bytes.asIntBuffer() : null;
        this.dimension = Math.toIntExact(vectors.getShape().get(1));
        this.rowBytes = dimension * vectors.getDataType().getNumOfBytes();
    }

    /** Whether there can be one: on the CPU, in single or half precision, below 2 GB. */
    static boolean isReadable(NDArray vectors) {
        DataType type = vectors.getDataType();
        return !vectors.getDevice().isGpu()
                && (type == DataType.FLOAT32 || type == DataType.FLOAT16)
                && vectors.size() <= Integer.MAX_VALUE / type.getNumOfBytes();
    }

    /** Has the processor fetch a row from memory, without waiting for it; gives some number. */
    int touch(int row) {
        int sum = 0;
        for (int at = row * rowBytes; at < (row + 1) * rowBytes; at += CACHE_LINE_BYTES) {
            sum += bytes.get(at);
        }
        return sum;
    }

    int dimension() {
        return dimension;
    }

    boolean isInHalves() {
        return floats == null;
    }

    /** The vectors of rows that follow each other, one after the other. */
    void read(int firstRow, int rows, float[] vectors) {
        if (floats == null) {
            Float16.toFloats(bytes, firstRow * rowBytes, vectors, rows * dimension);
        } else {
            floats.get(firstRow * dimension, vectors, 0, rows * dimension);
        }
    }

    /** The same in halves, two in each number, the first in its lower bits; the dimension is even. */
    void readPairs(int firstRow, int rows, int[] vectors) {
        pairs.get(firstRow * dimension / 2, vectors, 0, rows * dimension / 2);
    }

    /** Copies rows that follow each other to where others, of the same type, are to lie. */
    void copy(int firstRow, int count, VectorMemory to, int toRow) {
        to.bytes.put(toRow * rowBytes, bytes, firstRow * rowBytes, count * rowBytes);
    }
}
