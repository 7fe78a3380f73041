package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Exact search among the rows that each query may see and that pass its filter. The best are chosen among these rows only, so
 * that there are as many as asked for, whatever is restricted. The rows without scope are searched once for all queries that
 * have scopes and the same filter, those of each list of scopes once for the queries that have both, and the best of both
 * are the answer. Rows are searched where they lie, and those between that do not pass are passed over; only where few pass,
 * or runs are tiny, are they copied together.
 */
final class RestrictedSearch {

    private static final int[] NO_ROWS = {};
    private static final float[] NO_SCORES = {};

    private final List<IndexBlock> blocks;
    private final int[] firstRows;
    private final NDArray queries;
    private final int k;
    private final NDManager manager;
    private final Hits best;

    /** What a query may find. */
    private record Restriction(Set<String> scopes, Filter filter) {}

    private RestrictedSearch(List<IndexBlock> blocks, int[] firstRows, NDArray queries, int k, NDManager manager) {
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
     * @param filters for each query
     */
    static Hits search(
            List<IndexBlock> blocks,
            int[] firstRows,
            NDArray queries,
            int k,
            List<List<String>> scopes,
            List<Filter> filters) {
        try (NDManager manager = queries.getManager().newSubManager()) {
            RestrictedSearch search = new RestrictedSearch(blocks, firstRows, queries, k, manager);
            search.search(scopes, filters);
            return search.best;
        }
    }

    private void search(List<List<String>> scopes, List<Filter> filters) {
        Map<Restriction, List<Integer>> queriesOf = new LinkedHashMap<>();
        Map<Filter, List<Integer>> withScopes = new LinkedHashMap<>();
        for (int query = 0; query < scopes.size(); query++) {
            Restriction restriction = new Restriction(new HashSet<>(scopes.get(query)), filters.get(query));
            queriesOf.computeIfAbsent(restriction, each -> new ArrayList<>()).add(query);
            if (!restriction.scopes().isEmpty()) {
                withScopes
                        .computeIfAbsent(restriction.filter(), each -> new ArrayList<>())
                        .add(query);
            }
        }
        withScopes.forEach((filter, members) -> search(members, filter, runs -> List.of(runs.withoutScope())));
        queriesOf.forEach((restriction, members) -> {
            Set<String> wanted = restriction.scopes();
            search(
                    members,
                    restriction.filter(),
                    wanted.isEmpty() ? runs -> List.of(runs.all()) : runs -> runs.of(wanted));
        });
    }

    /** Searches what passes in the chosen runs of every block for some of the queries. */
    private void search(List<Integer> members, Filter filter, Function<ScopeRuns, List<Run>> chosen) {
        NDArray batch = select(members);
        int next = 0;
        while (next < blocks.size()) {
            try (ChosenRows rows = new ChosenRows(manager)) {
                while (next < blocks.size() && !rows.isFull()) {
                    IndexBlock block = blocks.get(next);
                    List<Run> runs = chosen.apply(block.scopes()).stream()
                            .filter(run -> run.rows() > 0)
                            .toList();
                    if (filter.isEmpty()) {
                        rows.add(block, runs, firstRows[next]);
                    } else {
                        rows.add(block, runs, block.attributes().rows(filter), firstRows[next]);
                    }
                    next++;
                }
                Hits hits = rows.search(batch, k);
                for (int i = 0; i < hits.queries(); i++) {
                    merge(members.get(i), hits.rows()[i], hits.scores()[i]);
                }
            }
        }
    }

    private NDArray select(List<Integer> members) {
        if (members.size() == best.queries()) {
            return queries;
        }
        long[] rows = members.stream().mapToLong(Integer::longValue).toArray();
        return queries.get(manager, new NDIndex("{}", manager.create(rows)));
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
}
