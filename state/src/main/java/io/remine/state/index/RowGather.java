package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;

/** Picks rows from a list of blocks as if they were one array: once per block, then into the order asked for. */
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
