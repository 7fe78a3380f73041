package io.remine.state.index;

import io.remine.state.record.Attributes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The attributes of a block's rows, and for each value of each name the rows that have it. Immutable. */
final class BlockAttributes {

    private static final int[] NO_ROWS = {};

    private final List<Attributes> rows; // empty if none has any
    private final Map<String, Map<String, int[]>> rowsOf;

    private BlockAttributes(List<Attributes> rows, Map<String, Map<String, int[]>> rowsOf) {
        this.rows = rows;
        this.rowsOf = rowsOf;
    }

    /** Of rows in their order. */
    static BlockAttributes of(List<Attributes> rows) {
        if (rows.stream().allMatch(Attributes::isEmpty)) {
            return new BlockAttributes(List.of(), Map.of());
        }
        Map<String, Map<String, RowList>> growing = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            int number = row;
            rows.get(row).values().forEach((name, values) -> {
                Map<String, RowList> ofName = growing.computeIfAbsent(name, n -> new HashMap<>());
                values.forEach(value ->
                        ofName.computeIfAbsent(value, v -> new RowList()).add(number));
            });
        }
        Map<String, Map<String, int[]>> rowsOf = new HashMap<>();
        growing.forEach((name, ofName) -> {
            Map<String, int[]> trimmed = new HashMap<>();
            ofName.forEach((value, list) -> trimmed.put(value, list.trimmed()));
            rowsOf.put(name, trimmed);
        });
        return new BlockAttributes(List.copyOf(rows), rowsOf);
    }

    /** Whether any row has some. */
    boolean any() {
        return !rows.isEmpty();
    }

    Attributes of(int row) {
        return rows.isEmpty() ? Attributes.NONE : rows.get(row);
    }

    /** The rows that pass a filter, which is not empty. */
    BitSet rows(Filter filter) {
        BitSet all = null;
        for (Map.Entry<String, ? extends Collection<String>> clause :
                filter.anyOf().entrySet()) {
            Map<String, int[]> ofName = rowsOf.getOrDefault(clause.getKey(), Map.of());
            BitSet any = new BitSet();
            for (String value : clause.getValue()) {
                for (int row : ofName.getOrDefault(value, NO_ROWS)) {
                    any.set(row);
                }
            }
            if (all == null) {
                all = any;
            } else {
                all.and(any);
            }
            if (all.isEmpty()) {
                break;
            }
        }
        return all;
    }

    private static final class RowList {

        private int[] rows = new int[4];
        private int count;

        void add(int row) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, 2 * count);
            }
            rows[count++] = row;
        }

        int[] trimmed() {
            return Arrays.copyOf(rows, count);
        }
    }
}
