package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a view that a search is restricted to, put together piece by piece, by rising row: slices of blocks, in which rows
 * may be hidden, and copies. Rows are searched where they lie, and those between that do not pass are passed over; only where
 * few pass, or runs are tiny, are they copied together.
 */
final class ChosenRows implements AutoCloseable {

    /** Runs of a block that are shorter on average are copied, because each one searched alone costs a call to the engine. */
    private static final int SHORTEST_RUN_ROWS = 32;

    /** Of so many rows one must pass for all to be scored where they lie; copying the others is quicker. */
    private static final int SCORED_FOR_EACH_THAT_PASSES = 4;

    /** Most copied numbers, give or take a block, of 4 bytes each. */
    private static final long MAX_COPIED = 1 << 24;

    private final NDManager manager;
    private final List<NDArray> vectors = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>(); // of each piece's first row among the chosen
    private final List<Piece> pieces = new ArrayList<>();
    private final BitSet hidden = new BitSet(); // by position
    private boolean areNumbered = true; // positions are the rows' numbers
    private int count;
    private long copied;

    /** Which rows of the view are at a piece's positions: {@code rows}, or if that is null, {@code firstRow} and so on. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(int firstRow, int[] rows) {

        int row(int place) {
            return rows == null ? firstRow + place : firstRow + rows[place];
        }
    }

    /** @param parent outlives this */
    ChosenRows(NDManager parent) {
        this.manager = parent.newSubManager();
    }

    /** Whether it is time to search what there is and begin anew. */
    boolean isFull() {
        return copied >= MAX_COPIED;
    }

    /**
     * Adds all rows of a block where they lie.
     *
     * @param firstRow the number of the block's first row in the view
     */
    void add(IndexBlock block, int firstRow) {
        for (BlockVectors.Piece piece : block.spreadVectors().pieces()) {
            for (int gone : piece.gone()) {
                hidden.set(count + gone);
            }
            vectors.add(piece.vectors());
            piece(
                    new Piece(firstRow, piece.rows()),
                    Math.toIntExact(piece.vectors().getShape().get(0)));
        }
    }

    /**
     * Adds runs of a block.
     *
     * @param firstRow the number of the block's first row in the view
     */
    void add(IndexBlock block, List<Run> runs, int firstRow) {
        int rows = runs.stream().mapToInt(Run::rows).sum();
        if (runs.size() > 1 && rows < (long) SHORTEST_RUN_ROWS * runs.size()) {
            int[] picked = runs.stream()
                    .flatMapToInt(run -> IntStream.range(run.begin(), run.end()))
                    .toArray();
            addCopied(block.vectors(), picked, firstRow);
        } else {
            runs.forEach(run -> add(block.vectors(), run, firstRow));
        }
    }

    /** The same, only the rows that pass: {@code passing} counts in the block. */
    void add(IndexBlock block, List<Run> runs, BitSet passing, int firstRow) {
        List<Integer> picked = new ArrayList<>();
        for (Run run : runs) {
            BitSet inRun = passing.get(run.begin(), run.end());
            boolean dense = (long) inRun.cardinality() * SCORED_FOR_EACH_THAT_PASSES >= run.rows();
            if (dense && run.rows() >= SHORTEST_RUN_ROWS) {
                addCopied(block, picked, firstRow);
                add(block.vectors(), run, inRun, firstRow);
            } else {
                inRun.stream().forEach(row -> picked.add(run.begin() + row));
            }
        }
        addCopied(block, picked, firstRow);
    }

    /** Adds what was picked so far, so that rows keep their order. */
    private void addCopied(IndexBlock block, List<Integer> picked, int firstRow) {
        if (!picked.isEmpty()) {
            addCopied(
                    block.vectors(), picked.stream().mapToInt(Integer::intValue).toArray(), firstRow);
            picked.clear();
        }
    }

    private void add(NDArray block, Run run, int firstRow) {
        boolean whole = run.rows() == block.getShape().get(0);
        vectors.add(whole ? block : block.get(manager, new NDIndex().addSliceDim(run.begin(), run.end())));
        piece(new Piece(firstRow + run.begin(), null), run.rows());
    }

    /** @param passing which rows of the run count, from 0 */
    private void add(NDArray block, Run run, BitSet passing, int firstRow) {
        for (int row = passing.nextClearBit(0); row < run.rows(); row = passing.nextClearBit(row + 1)) {
            hidden.set(count + row);
        }
        add(block, run, firstRow);
    }

    /** @param rows of the block, rising */
    private void addCopied(NDArray block, int[] rows, int firstRow) {
        long[] picked = Arrays.stream(rows).asLongStream().toArray();
        vectors.add(block.get(manager, new NDIndex("{}", manager.create(picked))));
        copied += rows.length * block.getShape().get(1);
        piece(new Piece(firstRow, rows), rows.length);
    }

    private void piece(Piece piece, int rows) {
        areNumbered &= piece.rows() == null && piece.firstRow() == count;
        positions.add(count);
        pieces.add(piece);
        count = Math.addExact(count, rows);
    }

    /** The best rows, by their numbers in the view; no query has hits if nothing is chosen. */
    Hits search(NDArray queries, int k) {
        if (count == 0) {
            return new Hits(new int[0][], new float[0][]);
        }
        Hits hits = ExactSearch.search(vectors, queries, k, hidden);
        if (areNumbered && hidden.isEmpty()) {
            return hits;
        }
        for (int query = 0; query < hits.queries(); query++) {
            int[] found = hits.rows()[query];
            float[] scores = hits.scores()[query];
            int kept = 0;
            for (int i = 0; i < found.length; i++) {
                if (!hidden.get(found[i])) {
                    scores[kept] = scores[i];
                    found[kept++] = row(found[i]);
                }
            }
            hits.rows()[query] = Arrays.copyOf(found, kept);
            hits.scores()[query] = Arrays.copyOf(scores, kept);
            orderTies(hits.rows()[query], hits.scores()[query]);
        }
        return hits;
    }

    /** Equal scores come in the order of the pieces, which need not be that of the rows. */
    private static void orderTies(int[] rows, float[] scores) {
        for (int begin = 0, end; begin < rows.length; begin = end) {
            for (end = begin + 1; end < rows.length && scores[end] == scores[begin]; end++) {}
            Arrays.sort(rows, begin, end);
        }
    }

    private int row(int position) {
        int place = Collections.binarySearch(positions, position);
        int piece = place >= 0 ? place : -place - 2;
        return pieces.get(piece).row(position - positions.get(piece));
    }

    @Override
    public void close() {
        manager.close();
    }
}
