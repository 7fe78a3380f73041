package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Picks rows from a list of blocks as if they were one array: on the CPU each is copied once, to its place; on a device once
 * per block, and then into the order asked for.
 */
final class RowGather {

    private RowGather() {}

    /**
     * The rows in the order asked for, in single precision, in the manager.
     *
     * @param blocks each [rows, dimension]
     * @param blockOf for each row asked for, its block
     * @param rowOf for each row asked for, its row in that block
     */
    static NDArray gather(List<NDArray> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        return !manager.getDevice().isGpu() && blocks.stream().allMatch(RowGather::isOneBuffer)
                ? copy(blocks, blockOf, rowOf, manager)
                : gatherByBlock(blocks, blockOf, rowOf, manager);
    }

    /** Whether its memory can be read from Java: on the CPU, in single precision, below 2 GB. */
    static boolean isOneBuffer(NDArray block) {
        return !block.getDevice().isGpu()
                && block.getDataType() == DataType.FLOAT32
                && block.size() <= Integer.MAX_VALUE / Float.BYTES;
    }

    private static NDArray copy(List<NDArray> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        int dimension = Math.toIntExact(blocks.get(0).getShape().get(1));
        FloatBuffer[] from = new FloatBuffer[blocks.size()];
        Shape shape = new Shape(rowOf.length, dimension);
        if (shape.size() > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("%d rows of %d numbers at a time, more than 2 GB; ask for fewer"
                    .formatted(rowOf.length, dimension));
        }
        NDArray gathered = manager.zeros(shape, DataType.FLOAT32);
        FloatBuffer to = memory(gathered);
        for (int i = 0; i < rowOf.length; i++) {
            int block = blockOf[i];
            if (from[block] == null) {
                from[block] = memory(blocks.get(block));
            }
            to.put(from[block].slice(rowOf[i] * dimension, dimension));
        }
        return gathered;
    }

    /** The engine's own memory; valid while the array is. */
    static FloatBuffer memory(NDArray array) {
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private static NDArray gatherByBlock(List<NDArray> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        int[] begins = new int[blocks.size() + 1]; // of each block, in the order of blocks
        for (int block : blockOf) {
            begins[block + 1]++;
        }
        for (int block = 0; block < blocks.size(); block++) {
            begins[block + 1] += begins[block];
        }
        long[] grouped = new long[blockOf.length];
        long[] places = new long[blockOf.length]; // where each row asked for lies in the order of blocks
        int[] next = begins.clone();
        for (int i = 0; i < blockOf.length; i++) {
            int place = next[blockOf[i]]++;
            grouped[place] = rowOf[i];
            places[i] = place;
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList parts = new NDList();
            for (int block = 0; block < blocks.size(); block++) {
                if (begins[block] < begins[block + 1]) {
                    NDArray rows = scope.create(Arrays.copyOfRange(grouped, begins[block], begins[block + 1]));
                    parts.add(blocks.get(block).get(scope, new NDIndex("{}", rows)));
                }
            }
            NDArray gathered = NDArrays.concat(parts)
                    .get(scope, new NDIndex("{}", scope.create(places)))
                    .toType(DataType.FLOAT32, false);
            gathered.attach(manager);
            return gathered;
        }
    }
}
