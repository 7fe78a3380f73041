package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Exact search by the engine's operations alone, for blocks that lie on another device than the CPU.
 *
 * <p>Each block is one product. The scores of many blocks are put together before the best are taken, so that small blocks
 * cost little; of so many blocks at a time that the scores stay within a bound. On a GPU the best are taken of scores as they
 * come out of the product, which halves what is read; the CPU multiplies D·Qᵀ, and is quicker at it in single precision.
 */
final class DeviceSearch {

    /** Most scores in memory at a time, of 4 bytes each; a single block may have more. */
    private static final int MAX_SCORES = 1 << 24;

    private static final int MAX_SCORES_ON_GPU = 1 << 28;
    private static final int SCORES_OF_QUERY = 1;

    private DeviceSearch() {}

    /**
     * The best rows, counted through all blocks.
     *
     * @param blocks not empty
     * @param queries [queries, dimension]
     * @param hidden rows that come after all others
     */
    static Hits search(List<NDArray> blocks, NDArray queries, int k, BitSet hidden) {
        return search(blocks, queries, k, hidden, isOnGpu(queries) ? MAX_SCORES_ON_GPU : MAX_SCORES);
    }

    static Hits search(List<NDArray> blocks, NDArray queries, int k, BitSet hidden, int maxScores) {
        Hits best = none(Math.toIntExact(queries.getShape().get(0)));
        long maxRows = Math.max(1, maxScores / Math.max(1, best.queries()));
        int firstRow = 0;
        for (int begin = 0, end; begin < blocks.size(); begin = end) {
            long rows = 0;
            for (end = begin; end < blocks.size() && (rows == 0 || rows + rows(blocks.get(end)) <= maxRows); end++) {
                rows += rows(blocks.get(end));
            }
            best = merge(best, searchAtOnce(blocks.subList(begin, end), queries, k, hidden, firstRow), k);
            firstRow += Math.toIntExact(rows);
        }
        return best;
    }

    private static Hits searchAtOnce(List<NDArray> blocks, NDArray queries, int k, BitSet hidden, int firstRow) {
        try (NDManager scope = queries.getManager().newSubManager()) {
            NDArray rounded = rounded(queries, blocks, scope);
            NDList scores = new NDList();
            for (NDArray block : blocks) {
                scores.add(scores(block, rounded, scope));
            }
            NDArray all = scores.size() == 1 ? scores.get(0) : NDArrays.concat(scores, SCORES_OF_QUERY);
            hide(all, hidden, firstRow, scope);
            int count = Math.toIntExact(Math.min(k, all.getShape().get(SCORES_OF_QUERY)));
            NDList best = all.topK(count, SCORES_OF_QUERY); // [queries, count]
            float[] bestScores = best.get(0).toType(DataType.FLOAT32, false).toFloatArray();
            return hits(bestScores, best.get(1).toLongArray(), count, firstRow);
        }
    }

    private static NDArray scores(NDArray block, NDArray queries, NDManager scope) { // [queries, rows of the block]
        if (isOnGpu(queries)) {
            return queries.matMul(in(scope, block.transpose()));
        }
        NDArray products = in(scope, block.matMul(queries.transpose())); // [rows of the block, queries]
        return in(scope, products.toType(DataType.FLOAT32, false)).transpose();
    }

    private static boolean isOnGpu(NDArray array) {
        return array.getDevice().isGpu();
    }

    private static void hide(NDArray scores, BitSet hidden, int firstRow, NDManager scope) {
        int rows = Math.toIntExact(scores.getShape().get(SCORES_OF_QUERY));
        BitSet here = hidden.get(firstRow, firstRow + rows);
        if (!here.isEmpty()) {
            float[] added = new float[rows];
            here.stream().forEach(row -> added[row] = Float.NEGATIVE_INFINITY);
            scores.addi(scope.create(added, new Shape(1, rows)).toType(scores.getDataType(), false));
        }
    }

    /** The queries as exact as the blocks are; the engine multiplies none of different types. */
    private static NDArray rounded(NDArray queries, List<NDArray> blocks, NDManager scope) {
        DataType type = blocks.get(0).getDataType();
        return in(scope, queries.toType(type, true));
    }

    /** Cuts the engine's flat result into queries. */
    private static Hits hits(float[] flatScores, long[] flatRows, int count, int firstRow) {
        int queries = flatScores.length / count;
        float[][] scores = new float[queries][];
        int[][] rows = new int[queries][count];
        for (int query = 0; query < queries; query++) {
            int offset = query * count;
            scores[query] = Arrays.copyOfRange(flatScores, offset, offset + count);
            for (int i = 0; i < count; i++) {
                rows[query][i] = firstRow + Math.toIntExact(flatRows[offset + i]);
            }
            orderTies(scores[query], rows[query]);
        }
        return new Hits(rows, scores);
    }

    /** Sorts the rows of each run of equal scores, which the engine leaves in any order. */
    private static void orderTies(float[] scores, int[] rows) {
        int begin = 0;
        for (int end = 1; end <= scores.length; end++) {
            if (end == scores.length || scores[end] != scores[begin]) {
                Arrays.sort(rows, begin, end);
                begin = end;
            }
        }
    }

    /** The best of both; rows of the first come before those of the second. */
    private static Hits merge(Hits first, Hits second, int k) {
        int queries = first.queries();
        float[][] scores = new float[queries][];
        int[][] rows = new int[queries][];
        for (int query = 0; query < queries; query++) {
            float[] a = first.scores()[query];
            float[] b = second.scores()[query];
            int count = (int) Math.min(k, (long) a.length + b.length);
            scores[query] = new float[count];
            rows[query] = new int[count];
            for (int i = 0, fromA = 0; i < count; i++) {
                int fromB = i - fromA;
                boolean takeA = fromB == b.length || (fromA < a.length && a[fromA] >= b[fromB]);
                scores[query][i] = takeA ? a[fromA] : b[fromB];
                rows[query][i] = takeA ? first.rows()[query][fromA++] : second.rows()[query][fromB];
            }
        }
        return new Hits(rows, scores);
    }

    private static Hits none(int queries) {
        return new Hits(new int[queries][0], new float[queries][0]);
    }

    private static long rows(NDArray array) {
        return array.getShape().get(0);
    }

    /** Moves a result from its receiver's manager, which may live long, to the scope. */
    private static NDArray in(NDManager scope, NDArray result) {
        result.attach(scope);
        return result;
    }
}
