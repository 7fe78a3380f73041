package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.resource.Lazy;
import java.util.Arrays;
import java.util.List;

/**
 * Which rows are left when segments have been applied to each other in their order. The rows of all sources are numbered one
 * source after the other.
 */
final class AppliedSegments {

    private static final int GONE = -1;

    private final StringColumn ids; // of all sources
    private RowTable table; // null if nobody had to look anything up
    private final int[] byAge; // of all rows that there ever were, a replaced one in its place
    private final int[] ageOf; // of each row
    private int ages;
    private int rows;

    /** @param sources the ids of each source, in the order in which they will be applied */
    AppliedSegments(List<StringColumn> sources) {
        this(StringColumn.concat(sources));
        table = new RowTable(ids);
    }

    private AppliedSegments(StringColumn ids) {
        this.ids = ids;
        byAge = new int[ids.size()];
        ageOf = new int[ids.size()];
    }

    /** All rows of a segment that deletes nothing, of which somebody has seen before that no id is in it twice. */
    static AppliedSegments ofAccepted(SegmentColumns only) {
        AppliedSegments applied = new AppliedSegments(only.ids());
        Arrays.setAll(applied.byAge, row -> row);
        applied.ages = only.rows();
        return applied;
    }

    /**
     * Applies rows that were left of earlier segments, as the first source.
     *
     * @param of all of them
     */
    void begin(int[] rowsByAge, RowTable of) {
        table = of.within(ids);
        for (int row : rowsByAge) {
            ageOf[row] = ages;
            byAge[ages++] = row;
        }
        rows += rowsByAge.length;
    }

    /**
     * Applies the next source.
     *
     * @throws CorruptDataException if an id is in it twice
     */
    void apply(SegmentColumns segment) throws CorruptDataException {
        RowTable deleted = new RowTable(segment.deletedIds());
        for (int deletion = 0; deletion < segment.deletedIds().size(); deletion++) {
            if (deleted.put(deletion) >= 0) {
                throw twice(segment.deletedIds().get(deletion));
            }
            int row = table.remove(segment.deletedIds(), deletion);
            if (row >= 0) {
                byAge[ageOf[row]] = GONE;
            }
        }
        int first = rows;
        for (; rows < first + segment.rows(); rows++) {
            boolean isDeleted = segment.deletedIds().size() > 0 && deleted.find(ids, rows) >= 0;
            if (isDeleted || put(rows) >= first) {
                throw twice(ids.get(rows));
            }
        }
    }

    /** The ids of all sources, one source after the other. */
    StringColumn ids() {
        return ids;
    }

    /** A table of all these rows, which are those that are left, in any order. */
    Lazy<RowTable> table(StringColumn chosenIds, int[] chosen) {
        if (table == null) {
            return new Lazy<>(() -> RowTable.of(chosenIds));
        }
        return Lazy.of(RowNumbers.areAll(chosen, ids.size()) ? table : table.of(chosenIds, chosen));
    }

    /** The rows that are left, by age. */
    int[] left() {
        int[] left = new int[ages];
        int count = 0;
        for (int age = 0; age < ages; age++) {
            if (byAge[age] != GONE) {
                left[count++] = byAge[age];
            }
        }
        return Arrays.copyOf(left, count);
    }

    /** The row that it replaced, or -1. */
    private int put(int row) {
        int before = table.put(row);
        ageOf[row] = before >= 0 ? ageOf[before] : ages++;
        byAge[ageOf[row]] = row;
        return before;
    }

    private static CorruptDataException twice(String id) {
        return new CorruptDataException("document %s is twice in one segment".formatted(id));
    }
}
