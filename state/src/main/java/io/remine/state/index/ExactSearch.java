package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.PyTorch;
import java.util.BitSet;
import java.util.List;

/** Exact maximum inner product search over blocks of vectors, in the way that suits where they lie. */
final class ExactSearch {

    private ExactSearch() {}

    /**
     * The best rows, counted through all blocks. NaN counts as more than any number.
     *
     * @param blocks each [rows, dimension], not empty
     * @param queries [queries, dimension], in single precision, on the blocks' device
     */
    static Hits search(List<NDArray> blocks, NDArray queries, int k) {
        return search(blocks, queries, k, new BitSet());
    }

    /**
     * The same, where some rows come after all others; whoever wants them not at all leaves them out.
     *
     * @param hidden these rows, by their number among all
     */
    static Hits search(List<NDArray> blocks, NDArray queries, int k, BitSet hidden) {
        boolean onCpu = !queries.getDevice().isGpu()
                && queries.getDataType() == DataType.FLOAT32
                && blocks.stream().map(NDArray::getDataType).allMatch(Products::canMultiply);
        return onCpu
                ? CpuSearch.search(blocks, queries, k, hidden, PyTorch.concurrentOperations())
                : DeviceSearch.search(blocks, queries, k, hidden);
    }
}
