package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Picks rows from a list of blocks as if they were one array: on the CPU each is copied once, to its place; on a device once
 * per block, and then into the order asked for.
 */
final class RowGather {

    private RowGather() {}

    /**
     * The vectors of rows in the order asked for, in single precision, in the manager.
     *
     * @param blockOf for each row asked for, its block
     * @param rowOf for each row asked for, its row in that block
     */
    static NDArray gather(List<IndexBlock> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        List<NDArray> sources = new ArrayList<>();
        int[] firstSource = new int[blocks.size()];
        for (int block = 0; block < firstSource.length; block++) {
            firstSource[block] = sources.size();
            sources.addAll(blocks.get(block).spreadVectors().sources());
        }
        int[] sourceOf = new int[blockOf.length];
        int[] rowOfSource = new int[blockOf.length];
        for (int i = 0; i < blockOf.length; i++) {
            BlockVectors vectors = blocks.get(blockOf[i]).spreadVectors();
            int source = vectors.source(rowOf[i]);
            sourceOf[i] = firstSource[blockOf[i]] + source;
            rowOfSource[i] = vectors.rowOf(source, rowOf[i]);
        }
        return gather(sources, sourceOf, rowOfSource, DataType.FLOAT32, manager);
    }

    /**
     * The rows in the order asked for, in the manager.
     *
     * @param blocks each [rows, dimension]
     * @param blockOf for each row asked for, its block
     * @param rowOf for each row asked for, its row in that block
     * @param type of the result
     */
    static NDArray gather(List<NDArray> blocks, int[] blockOf, int[] rowOf, DataType type, NDManager manager) {
        NDArray gathered = canCopy(blocks, manager)
                ? copy(blocks, blockOf, rowOf, manager)
                : gatherByBlock(blocks, blockOf, rowOf, manager);
        NDArray converted = gathered.toType(type, false);
        if (converted != gathered) {
            gathered.close();
        }
        return converted;
    }

    private static boolean canCopy(List<NDArray> blocks, NDManager manager) {
        return !manager.getDevice().isGpu() && blocks.stream().allMatch(VectorMemory::isReadable);
    }

    private static NDArray copy(List<NDArray> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        DataType type = blocks.get(0).getDataType();
        return blocks.stream().allMatch(block -> block.getDataType() == type)
                ? copy(blocks, blockOf, rowOf, type, manager)
                : copyWidened(blocks, blockOf, rowOf, manager);
    }

    /** The rows wanted of blocks in half precision are widened side by side, and lie in one more block then. */
    private static NDArray copyWidened(List<NDArray> blocks, int[] blockOf, int[] rowOf, NDManager manager) {
        int[] inHalves = IntStream.range(0, blockOf.length)
                .filter(i -> blocks.get(blockOf[i]).getDataType() == DataType.FLOAT16)
                .toArray();
        if (inHalves.length == 0) {
            return copy(blocks, blockOf, rowOf, DataType.FLOAT32, manager);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDArray halves = copy(
                    blocks,
                    RowNumbers.pick(blockOf, inHalves),
                    RowNumbers.pick(rowOf, inHalves),
                    DataType.FLOAT16,
                    scope);
            List<NDArray> all = new ArrayList<>(blocks);
            all.add(halves.toType(DataType.FLOAT32, false));
            int[] blockOfWidened = blockOf.clone();
            int[] rowOfWidened = rowOf.clone();
            for (int i = 0; i < inHalves.length; i++) {
                blockOfWidened[inHalves[i]] = blocks.size();
                rowOfWidened[inHalves[i]] = i;
            }
            return copy(all, blockOfWidened, rowOfWidened, DataType.FLOAT32, manager);
        }
    }

    /** @param type of every block that a row is wanted of */
    private static NDArray copy(List<NDArray> blocks, int[] blockOf, int[] rowOf, DataType type, NDManager manager) {
        Shape shape = new Shape(rowOf.length, blocks.get(0).getShape().get(1));
        int bytes = type.getNumOfBytes();
        if (shape.size() > Integer.MAX_VALUE / bytes) {
            throw new IllegalArgumentException("%d rows of %d numbers at a time, more than 2 GB; ask for fewer"
                    .formatted(rowOf.length, shape.get(1)));
        }
        NDArray gathered = manager.create(shape, type);
        VectorMemory to = new VectorMemory(gathered);
        VectorMemory[] from = new VectorMemory[blocks.size()];
        for (int begin = 0, end; begin < rowOf.length; begin = end) {
            int block = blockOf[begin];
            for (end = begin + 1; end < rowOf.length && follows(end, blockOf, rowOf); end++) {}
            if (from[block] == null) {
                from[block] = new VectorMemory(blocks.get(block));
            }
            from[block].copy(rowOf[begin], end - begin, to, begin);
        }
        return gathered;
    }

    /** Whether a row asked for comes after the one before it in the same block. */
    private static boolean follows(int i, int[] blockOf, int[] rowOf) {
        return blockOf[i] == blockOf[i - 1] && rowOf[i] == rowOf[i - 1] + 1;
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
            NDArray gathered = NDArrays.concat(parts).get(scope, new NDIndex("{}", scope.create(places)));
            gathered.attach(manager);
            return gathered;
        }
    }
}
