package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Exact search among the rows that each query may see. Nothing is scored and thrown away: the rows without scope are searched
 * once, for all restricted queries together, those of each list of scopes once for the queries that have it, and the best of
 * both are the answer. Runs of rows are searched where they lie; only where a block's runs are tiny are they copied together.
 */
final class ScopedSearch {

    /** Runs of a block that are shorter on average are copied, because each one searched alone costs a call to the engine. */
    private static final int SHORTEST_RUN_ROWS = 32;

    private static final int[] NO_ROWS = {};
    private static final float[] NO_SCORES = {};

    private final List<IndexBlock> blocks;
    private final int[] firstRows;
    private final NDArray queries;
    private final int k;
    private final NDManager manager;
    private final Hits best;

    private ScopedSearch(List<IndexBlock> blocks, int[] firstRows, NDArray queries, int k, NDManager manager) {
        this.blocks = blocks;
        this.firstRows = firstRows;
        this.queries = queries;
        this.k = k;
        this.manager = manager;
        int count = Math.toIntExact(queries.getShape().get(0));
        this.best = new Hits(new int[count][], new float[count][]);
        Arrays.fill(best.rows(), NO_ROWS);
        Arrays.fill(best.scores(), NO_SCORES);
    }

    /**
     * The best rows for each query.
     *
     * @param firstRows the number of each block's first row
     * @param queries [queries, dimension]
     * @param scopes for each query; empty if it may see all rows
     */
    static Hits search(List<IndexBlock> blocks, int[] firstRows, NDArray queries, int k, List<List<String>> scopes) {
        try (NDManager manager = queries.getManager().newSubManager()) {
            ScopedSearch search = new ScopedSearch(blocks, firstRows, queries, k, manager);
            search.search(scopes);
            return search.best;
        }
    }

    private void search(List<List<String>> scopes) {
        Map<Set<String>, List<Integer>> queriesOf = new LinkedHashMap<>();
        List<Integer> restricted = new ArrayList<>();
        for (int query = 0; query < scopes.size(); query++) {
            queriesOf
                    .computeIfAbsent(new HashSet<>(scopes.get(query)), set -> new ArrayList<>())
                    .add(query);
            if (!scopes.get(query).isEmpty()) {
                restricted.add(query);
            }
        }
        search(restricted, runs -> List.of(runs.withoutScope()));
        queriesOf.forEach((set, members) -> {
            if (set.isEmpty()) {
                search(members, runs -> List.of(runs.all()));
            } else {
                search(members, runs -> runs.of(set));
            }
        });
    }

    /** Searches the chosen runs of every block for some of the queries. */
    private void search(List<Integer> members, Function<ScopeRuns, List<Run>> chosen) {
        RowNumbers numbers = new RowNumbers();
        List<NDArray> vectors = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<Run> runs = chosen.apply(blocks.get(i).scopes()).stream()
                    .filter(run -> run.rows() > 0)
                    .toList();
            vectors.addAll(vectors(blocks.get(i), runs));
            for (Run run : runs) {
                numbers.add(firstRows[i] + run.begin(), run.rows());
            }
        }
        if (vectors.isEmpty() || members.isEmpty()) {
            return;
        }
        Hits hits = ExactSearch.search(vectors, select(members), k);
        for (int i = 0; i < members.size(); i++) {
            int[] rows = Arrays.stream(hits.rows()[i]).map(numbers::row).toArray();
            merge(members.get(i), rows, hits.scores()[i]);
        }
    }

    private List<NDArray> vectors(IndexBlock block, List<Run> runs) {
        int rows = runs.stream().mapToInt(Run::rows).sum();
        if (rows == block.rows()) {
            return rows == 0 ? List.of() : List.of(block.vectors());
        }
        if (runs.size() > 1 && rows < (long) SHORTEST_RUN_ROWS * runs.size()) {
            long[] picked = runs.stream()
                    .flatMapToInt(run -> IntStream.range(run.begin(), run.end()))
                    .asLongStream()
                    .toArray();
            return List.of(pick(block.vectors(), picked));
        }
        return runs.stream()
                .map(run -> block.vectors().get(manager, new NDIndex("{}:{}", run.begin(), run.end())))
                .toList();
    }

    private NDArray select(List<Integer> members) {
        boolean all = members.size() == best.queries();
        return all
                ? queries
                : pick(queries, members.stream().mapToLong(Integer::longValue).toArray());
    }

    private NDArray pick(NDArray array, long[] rows) {
        return array.get(manager, new NDIndex("{}", manager.create(rows)));
    }

    /** Adds to what a query has found already; both are ordered by falling score, then rising row. */
    private void merge(int query, int[] rows, float[] scores) {
        int[] foundRows = best.rows()[query];
        float[] foundScores = best.scores()[query];
        int count = (int) Math.min(k, (long) foundRows.length + rows.length);
        int[] mergedRows = new int[count];
        float[] mergedScores = new float[count];
        for (int i = 0, found = 0; i < count; i++) {
            int other = i - found;
            boolean takeFound = other == rows.length
                    || (found < foundRows.length
                            && (foundScores[found] > scores[other]
                                    || (foundScores[found] == scores[other] && foundRows[found] < rows[other])));
            mergedRows[i] = takeFound ? foundRows[found] : rows[other];
            mergedScores[i] = takeFound ? foundScores[found++] : scores[other];
        }
        best.rows()[query] = mergedRows;
        best.scores()[query] = mergedScores;
    }

    /** Which row of the view lies at each position among those that are searched. */
    private static final class RowNumbers {

        private final List<Integer> positions = new ArrayList<>(); // of each run's first row
        private final List<Integer> rows = new ArrayList<>();
        private int count;

        void add(int firstRow, int length) {
            positions.add(count);
            rows.add(firstRow);
            count += length;
        }

        int row(int position) {
            int place = Collections.binarySearch(positions, position);
            int run = place >= 0 ? place : -place - 2;
            return rows.get(run) + position - positions.get(run);
        }
    }
}
