package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Exact search on the CPU: the rows are cut into chunks whose scores stay in the cache, and the best are picked from a
 * chunk's scores before the next one's are computed, by several threads that each take the next chunk. The whole matrix of
 * scores is never in memory, and little else than the vectors passes through it.
 */
final class CpuSearch {

    /** Scores of a chunk, 4 bytes each: what fits a core's cache. */
    private static final int CHUNK_SCORES = 1 << 18;

    private static final int MAX_CHUNK_ROWS = 8192;
    private static final int MIN_CHUNK_ROWS = 512;

    /** Below so many multiplications another thread would take longer to wake than to help. */
    private static final long MIN_SHARED_WORK = 1 << 20;

    private static final int QUERIES_AT_A_TIME = 16;

    private CpuSearch() {}

    /**
     * The best rows, counted through all blocks, of equal ones the first.
     *
     * @param blocks each [rows, dimension], not empty
     * @param queries [queries, dimension]
     * @param hidden rows that come after all others
     * @param threads most that work at a time, the caller's included
     */
    static Hits search(List<NDArray> blocks, NDArray queries, int k, BitSet hidden, int threads) {
        int count = rows(queries);
        int rows = blocks.stream().mapToInt(CpuSearch::rows).reduce(0, Math::addExact);
        Hits hits = new Hits(new int[count][0], new float[count][0]);
        if (rows == 0 || count == 0) {
            return hits;
        }
        int wanted = Math.min(k, rows);
        int most = queries.size() * rows >= MIN_SHARED_WORK ? threads : 1;
        List<Chunk> chunks = chunks(blocks, chunkRows(blocks, rows, count, most));
        Optional<SingleQuery> single = SingleQuery.of(blocks, queries);
        try (NDManager scope = queries.getManager().newSubManager()) {
            Supplier<ChunkScorer> scorers = single.<Supplier<ChunkScorer>>map(query -> query::scorer)
                    .orElseGet(() -> byEngine(new Products(scope, queries), blocks));
            List<Member> members = Crew.share(
                    chunks.size(),
                    most,
                    () -> new Member(new Selection(count, wanted, rows), scorers.get()),
                    (member, number) -> {
                        Chunk chunk = chunks.get(number);
                        Scores scores = member.scorer.scores(chunk.block, chunk.begin, chunk.end, chunk.firstRow);
                        scores.hide(hidden);
                        member.selection.offer(scores);
                    });
            List<Selection> selections = members.stream().map(Member::selection).toList();
            Crew.share((count + QUERIES_AT_A_TIME - 1) / QUERIES_AT_A_TIME, most, () -> hits, (sameHits, number) -> {
                int begin = number * QUERIES_AT_A_TIME;
                for (int query = begin; query < Math.min(count, begin + QUERIES_AT_A_TIME); query++) {
                    Selection.best(selections, query, wanted, hits);
                }
            });
        }
        return hits;
    }

    /** Small enough for the cache, and as many for each thread, two at least: who has one more is waited for. */
    private static int chunkRows(List<NDArray> blocks, int rows, int queries, int threads) {
        int cached = Math.max(MIN_CHUNK_ROWS, Math.min(MAX_CHUNK_ROWS, CHUNK_SCORES / queries));
        for (NDArray block : blocks) {
            cached = Math.min(cached, Products.maxRows(block, queries));
        }
        int forEach = Math.max(2, dividedUp(rows, cached * threads));
        int fair = dividedUp(rows, forEach * threads);
        return Math.min(cached, Math.max(MIN_CHUNK_ROWS, dividedUp(fair, ScoreGroups.ROWS) * ScoreGroups.ROWS));
    }

    private static int dividedUp(int count, int by) {
        return (int) (((long) count + by - 1) / by);
    }

    private static List<Chunk> chunks(List<NDArray> blocks, int chunkRows) {
        List<Chunk> chunks = new ArrayList<>();
        int firstRow = 0;
        for (int number = 0; number < blocks.size(); number++) {
            int rows = rows(blocks.get(number));
            for (int begin = 0; begin < rows; begin += chunkRows) {
                chunks.add(new Chunk(number, begin, Math.min(rows, begin + chunkRows), firstRow + begin));
            }
            firstRow += rows;
        }
        return chunks;
    }

    private static int rows(NDArray array) {
        return Math.toIntExact(array.getShape().get(0));
    }

    private static Supplier<ChunkScorer> byEngine(Products products, List<NDArray> blocks) {
        return () -> (block, begin, end, firstRow) ->
                Gradients.withoutGradients(() -> products.scores(blocks.get(block), begin, end, firstRow));
    }

    /** Scores some rows of a block, as {@link Products#scores} does; for one thread. */
    interface ChunkScorer {

        Scores scores(int block, int begin, int end, int firstRow);
    }

    /** What each of those who search keeps for itself. */
    private record Member(Selection selection, ChunkScorer scorer) {}

    /** Some rows of a block; the first one's number among all. */
    private record Chunk(int block, int begin, int end, int firstRow) {}
}
