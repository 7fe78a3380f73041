package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Search by a graph: for each query the best are chosen of the rows that the graph proposes among those that the query may see
 * and that pass its filter, with their inner products, and of the rows that the graph does not know. Where few rows are chosen,
 * or so many are wanted that the graph would look at most of them, searching all exactly is quicker, and done.
 */
final class ApproximateSearch {

    /** Proposals for each row wanted, at least so many in all; the more, the fewer of the best are missed. */
    private static final int PROPOSED_FOR_EACH_WANTED = 10;

    private static final int MIN_PROPOSED = 200;

    /** Vectors that the graph looks at for each row that it proposes, if it may propose any. */
    private static final int LOOKED_AT_FOR_EACH_PROPOSED = 15;

    /** Rows that a product scores in the time in which the graph looks at one, which lies anywhere in memory. */
    private static final int PRODUCT_ROWS_FOR_EACH_LOOKED_AT = 8;

    private final List<IndexBlock> blocks;
    private final int[] firstRows;
    private final ViewGraph graph;
    private final int k;

    ApproximateSearch(List<IndexBlock> blocks, int[] firstRows, ViewGraph graph, int k) {
        this.blocks = blocks;
        this.firstRows = firstRows;
        this.graph = graph;
        this.k = k;
    }

    /** Whether the graph is quicker for a query that chooses from so many rows. */
    boolean pays(int chosen) {
        double lookedAt = (double) LOOKED_AT_FOR_EACH_PROPOSED * proposed() * rows() / Math.max(1, chosen);
        return lookedAt * PRODUCT_ROWS_FOR_EACH_LOOKED_AT < chosen;
    }

    /**
     * The best rows for each query.
     *
     * @param queries [queries, dimension]
     * @param scopes for each query; empty if it may see all rows
     */
    Answer search(NDArray queries, List<List<String>> scopes, List<Filter> filters) {
        Hits all = new Hits(new int[filters.size()][], new float[filters.size()][]);
        boolean exact = true;
        try (NDManager scope = queries.getManager().newSubManager()) {
            for (int query = 0; query < all.queries(); query++) {
                NDArray one = queries.get(scope, new NDIndex().addSliceDim(query, query + 1)); // [1, dimension]
                List<String> ofQuery = scopes.get(query);
                Filter filter = filters.get(query);
                Optional<Hits> found = byGraph(one, ofQuery, filter);
                exact &= found.isEmpty();
                Hits hits = found.orElseGet(
                        () -> RestrictedSearch.search(blocks, firstRows, one, k, List.of(ofQuery), List.of(filter)));
                all.rows()[query] = hits.rows()[0];
                all.scores()[query] = hits.scores()[0];
            }
        }
        return new Answer(all, exact);
    }

    /** Empty if all that are chosen are better searched exactly. */
    private Optional<Hits> byGraph(NDArray query, List<String> scopes, Filter filter) {
        boolean restricted = !filter.isEmpty() || !scopes.isEmpty();
        BitSet chosen = restricted ? chosen(new HashSet<>(scopes), filter) : null;
        int count = restricted ? chosen.cardinality() : rows();
        if (!pays(count)) {
            return Optional.empty();
        }
        BestRows best = new BestRows(k, rows());
        int maxLookedAt = count / PRODUCT_ROWS_FOR_EACH_LOOKED_AT;
        if (!graph.search(query.toFloatArray(), proposed(), chosen, maxLookedAt, best)) {
            return Optional.empty();
        }
        addUnlinked(query, chosen, best);
        long[] keys = BestRows.merge(List.of(best), k);
        return keys.length == Math.min(k, count) ? Optional.of(hits(keys)) : Optional.empty();
    }

    /** Searches the rows that the graph does not know. */
    private void addUnlinked(NDArray query, BitSet chosen, BestRows best) {
        try (ChosenRows rows = new ChosenRows(query.getManager())) {
            for (int place = 0; place < blocks.size(); place++) {
                List<Run> unlinked = graph.unlinked(place);
                if (chosen == null) {
                    rows.add(blocks.get(place), unlinked, firstRows[place]);
                } else {
                    BitSet ofBlock = chosen.get(firstRows[place], firstRows[place + 1]);
                    rows.add(blocks.get(place), unlinked, ofBlock, firstRows[place]);
                }
            }
            Hits hits = rows.search(query, k);
            if (hits.queries() > 0) {
                for (int i = 0; i < hits.rows()[0].length; i++) {
                    best.add(hits.scores()[0][i], hits.rows()[0][i]);
                }
            }
        }
    }

    private static Hits hits(long[] keys) {
        return new Hits(new int[][] {BestRows.rows(keys)}, new float[][] {BestRows.scores(keys)});
    }

    /** Rows of the view that a query with these scopes may see and that pass the filter. */
    private BitSet chosen(Set<String> scopes, Filter filter) {
        BitSet chosen = new BitSet(rows());
        for (int place = 0; place < blocks.size(); place++) {
            IndexBlock block = blocks.get(place);
            int first = firstRows[place];
            BitSet passing = filter.isEmpty() ? null : block.attributes().rows(filter);
            for (Run run : visible(block.scopes(), scopes)) {
                if (passing == null) {
                    chosen.set(first + run.begin(), first + run.end());
                } else {
                    passing.get(run.begin(), run.end()).stream().forEach(row -> chosen.set(first + run.begin() + row));
                }
            }
        }
        return chosen;
    }

    private static List<Run> visible(ScopeRuns runs, Set<String> scopes) {
        if (scopes.isEmpty()) {
            return List.of(runs.all());
        }
        List<Run> visible = new ArrayList<>(runs.of(scopes));
        visible.add(runs.withoutScope());
        return visible;
    }

    private int proposed() {
        return (int) Math.min(rows(), Math.max(MIN_PROPOSED, (long) PROPOSED_FOR_EACH_WANTED * k));
    }

    private int rows() {
        return firstRows[blocks.size()];
    }
}
