package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Inner products of rows with one query, row by row: a row becomes single precision in the processor's registers, where the
 * engine writes all rows to memory in between. Any number of threads may ask.
 */
final class SingleQuery {

    private final List<VectorMemory> blocks;
    private final float[] query;

    private SingleQuery(List<VectorMemory> blocks, float[] query) {
        this.blocks = blocks;
        this.query = query;
    }

    /**
     * Empty if the engine is quicker.
     *
     * @param blocks each [rows, dimension], not empty
     * @param queries [queries, dimension]
     */
    static Optional<SingleQuery> of(List<NDArray> blocks, NDArray queries) {
        if (queries.getShape().get(0) != 1 || !Simd.isQuick()) {
            return Optional.empty();
        }
        float[] query = queries.toFloatArray();
        return RowProduct.isPaired(query) && blocks.stream().allMatch(VectorMemory::isReadable)
                ? Optional.of(
                        new SingleQuery(blocks.stream().map(VectorMemory::new).toList(), query))
                : Optional.empty();
    }

    /** What a thread needs to ask. */
    Scorer scorer() {
        return new Scorer();
    }

    /** Scores rows, one chunk after the other, in the same memory: those of every search together would be most of the garbage. */
    final class Scorer implements CpuSearch.ChunkScorer {

        private final RowProduct product = new RowProduct(query);
        private float[] scores = {};

        /** See {@link Products#scores}; to be used until the next ones are asked for. */
        @Override
        public Scores scores(int block, int begin, int end, int firstRow) {
            int rows = end - begin;
            if (scores.length < rows) {
                scores = new float[rows];
            }
            product.with(blocks.get(block), begin, rows, scores);
            return new Scores(null, FloatBuffer.wrap(scores), rows, 1, firstRow);
        }
    }
}
