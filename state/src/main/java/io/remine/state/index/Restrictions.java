package io.remine.state.index;

import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of each block that each query of a batch may see and that pass its filter; equal queries share them. */
final class Restrictions implements CodedSearch.Choice {

    private final List<BitSet[]> ofQueries = new ArrayList<>(); // of each query, of each block

    private record Restriction(Set<String> scopes, Filter filter) {}

    Restrictions(List<IndexBlock> blocks, List<List<String>> scopes, List<Filter> filters) {
        Map<Restriction, BitSet[]> known = new HashMap<>();
        for (int query = 0; query < scopes.size(); query++) {
            Restriction restriction = new Restriction(new HashSet<>(scopes.get(query)), filters.get(query));
            ofQueries.add(known.computeIfAbsent(
                    restriction,
                    each -> blocks.stream().map(block -> rows(block, each)).toArray(BitSet[]::new)));
        }
    }

    @Override
    public BitSet rows(int query, int block) {
        return ofQueries.get(query)[block];
    }

    private static BitSet rows(IndexBlock block, Restriction restriction) {
        BitSet passing =
                restriction.filter().isEmpty() ? null : block.attributes().rows(restriction.filter());
        if (restriction.scopes().isEmpty()) {
            return passing;
        }
        BitSet seen = new BitSet(block.rows());
        set(block.scopes().withoutScope(), seen);
        block.scopes().of(restriction.scopes()).forEach(run -> set(run, seen));
        if (passing != null) {
            seen.and(passing);
        }
        return seen;
    }

    private static void set(Run run, BitSet rows) {
        rows.set(run.begin(), run.end());
    }
}
