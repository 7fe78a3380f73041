package io.remine.state.index;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Search in two steps where a view keeps codes: all rows that a query may find are scored by their codes, and of the best of these,
 * the candidates, the vectors are read and scored exactly. What is found depends on the codes, the scores do not.
 */
final class CodedSearch {

    private static final int MIN_CANDIDATES = 1_000;
    private static final int CANDIDATES_FOR_EACH_WANTED = 5;

    /** Codes of so many rows stay in a core's cache while one query after the other looks them up. */
    private static final int CHUNK_ROWS = 4_096;

    private final List<CodedRows> blocks;
    private final int[] firstRows;
    private final float[][] queries;
    private final int[] chunkEnds; // of each block, among all chunks

    /**
     * @param firstRows the number of each block's first row in the view, and of all rows
     * @param queries [queries, dimension]
     */
    CodedSearch(List<CodedRows> blocks, int[] firstRows, float[][] queries) {
        this.blocks = blocks;
        this.firstRows = firstRows;
        this.queries = queries;
        this.chunkEnds = new int[blocks.size()];
        for (int block = 0, chunks = 0; block < chunkEnds.length; block++) {
            chunks += (blocks.get(block).rows() + CHUNK_ROWS - 1) / CHUNK_ROWS;
            chunkEnds[block] = chunks;
        }
    }

    /** Which rows of a block a query may find. */
    @FunctionalInterface
    interface Choice {

        /** Null for all. */
        BitSet rows(int query, int block);
    }

    /** How many candidates find nearly all of the k best. */
    static int candidates(int k) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(MIN_CANDIDATES, (long) CANDIDATES_FOR_EACH_WANTED * k));
    }

    /**
     * The best rows of the candidates.
     *
     * @param mostCandidates at least k
     * @param threads most that work at a time, the caller's included
     */
    Hits search(int k, int mostCandidates, Choice choice, int threads) {
        int rows = firstRows[blocks.size()];
        Hits hits = new Hits(new int[queries.length][0], new float[queries.length][0]);
        if (rows == 0) {
            return hits;
        }
        int candidates = Math.min(rows, mostCandidates);
        int chunks = chunkEnds[chunkEnds.length - 1];
        List<Scan> scans = Crew.share(chunks, threads, () -> new Scan(candidates, rows, choice), Scan::chunk);
        Crew.share(queries.length, threads, () -> hits, (same, query) -> {
            long[] found =
                    BestRows.merge(scans.stream().map(scan -> scan.best[query]).toList(), candidates);
            rescore(query, found, Math.min(k, found.length), hits);
        });
        return hits;
    }

    private void rescore(int query, long[] candidates, int k, Hits hits) {
        long[] keys = new long[candidates.length];
        for (int i = 0; i < keys.length; i++) {
            int row = BestRows.row(candidates[i]);
            int block = RowNumbers.block(firstRows, row);
            keys[i] = BestRows.key(dot(queries[query], blocks.get(block).vector(row - firstRows[block])), row);
        }
        Arrays.sort(keys);
        long[] best = Arrays.copyOf(keys, k);
        hits.rows()[query] = BestRows.rows(best);
        hits.scores()[query] = BestRows.scores(best);
    }

    private static float dot(float[] a, float[] b) {
        float even = 0;
        float odd = 0;
        int i = 0;
        for (; i + 1 < a.length; i += 2) { // two sums, which do not wait for each other
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }
        return i < a.length ? even + odd + a[i] * b[i] : even + odd;
    }

    /** One member of the crew: the best of the chunks that it has taken. */
    private final class Scan {

        private final BestRows[] best = new BestRows[queries.length];
        private final float[][] tables = new float[queries.length][]; // for the block's codebooks
        private final Choice choice;
        private int block = -1;

        Scan(int candidates, int rows, Choice choice) {
            Arrays.setAll(best, query -> new BestRows(candidates, rows));
            this.choice = choice;
        }

        void chunk(int chunk) {
            int of = 0;
            while (chunkEnds[of] <= chunk) {
                of++;
            }
            CodedRows rows = blocks.get(of);
            int begin = (chunk - (of == 0 ? 0 : chunkEnds[of - 1])) * CHUNK_ROWS;
            int end = Math.min(rows.rows(), begin + CHUNK_ROWS);
            if (rows.quantizer().isPresent()) {
                if (of != block) {
                    block = of;
                    Arrays.setAll(tables, query -> rows.quantizer().get().table(queries[query]));
                }
                for (int query = 0; query < queries.length; query++) {
                    lookUp(query, rows, begin, end);
                }
            } else {
                readVectors(of, begin, end);
            }
        }

        private void lookUp(int query, CodedRows rows, int begin, int end) {
            ProductQuantizer quantizer = rows.quantizer().orElseThrow();
            BitSet chosen = choice.rows(query, block);
            float threshold = best[query].threshold();
            for (int row = next(chosen, begin); row < end; row = next(chosen, row + 1)) {
                float score = quantizer.score(tables[query], rows.codes(), row * quantizer.parts());
                if (!(score <= threshold)) {
                    best[query].add(score, firstRows[block] + row);
                    threshold = best[query].threshold();
                }
            }
        }

        private void readVectors(int of, int begin, int end) {
            BitSet[] chosen = new BitSet[queries.length];
            Arrays.setAll(chosen, query -> choice.rows(query, of));
            for (int row = begin; row < end; row++) {
                float[] vector = blocks.get(of).vector(row);
                for (int query = 0; query < queries.length; query++) {
                    if (chosen[query] == null || chosen[query].get(row)) {
                        best[query].add(dot(queries[query], vector), firstRows[of] + row);
                    }
                }
            }
        }

        private static int next(BitSet chosen, int row) {
            if (chosen == null) {
                return row;
            }
            int next = chosen.nextSetBit(row);
            return next < 0 ? Integer.MAX_VALUE : next;
        }
    }
}
