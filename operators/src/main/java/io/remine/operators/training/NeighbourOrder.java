package io.remine.operators.training;

import io.remine.operators.mining.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides queries into micro-batches of neighbours, so that what is clicked for one is a hard negative of the others
 * (Dahiya et al., <a href="https://arxiv.org/abs/2207.04452">NGAME: Negative Mining-aware Mini-batching for Extreme
 * Classification</a>, 2022): the oldest query that is left gathers those nearest to it, again and again. Nobody
 * waits for more than the queries that are divided at once.
 */
final class NeighbourOrder {

    private NeighbourOrder() {}

    /**
     * The order in which the queries fill micro-batches one after the other; within one they stay in their order.
     *
     * @param vectors of length 1, in the order of arrival // [queries, hidden]
     * @param microBatch how many go together; the last one may be smaller
     * @return each query's place in {@code vectors} once
     */
    static int[] of(float[][] vectors, int microBatch) {
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, vectors.length).boxed().toList());
        int[] order = new int[vectors.length];
        int filled = 0;
        while (!left.isEmpty()) {
            int[] gathered = gather(left, vectors, microBatch);
            for (int query : gathered) {
                order[filled++] = query;
            }
            left.removeIf(query -> Arrays.binarySearch(gathered, query) >= 0);
        }
        return order;
    }

    private static int[] gather(List<Integer> left, float[][] vectors, int microBatch) {
        int oldest = left.get(0);
        double[] cosines = new double[vectors.length];
        for (int query : left) {
            cosines[query] = query == oldest ? Double.POSITIVE_INFINITY : Vectors.dot(vectors[oldest], vectors[query]);
        }
        return left.stream()
                .sorted(Comparator.comparingDouble((Integer query) -> -cosines[query])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(microBatch)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }
}
