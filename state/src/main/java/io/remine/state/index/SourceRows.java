package io.remine.state.index;

import java.util.Arrays;
import java.util.List;

/**
 * Where each row of a block came from, in sources whose rows are numbered one source after the other. Immutable.
 */
final class SourceRows {

    /** Of a block without rows, from nowhere. */
    static final SourceRows NONE = new SourceRows(new int[1], 0, new int[0]);

    private final int[] begins; // of each source's rows, and the number of all of them
    private final int count;
    private final int[] numbers; // of each row of the block; empty if the block has all rows in their order

    private SourceRows(int[] begins, int count, int[] numbers) {
        this.begins = begins;
        this.count = count;
        this.numbers = numbers;
    }

    /**
     * Of a block that is made of this one and more sources.
     *
     * @param added how many rows each of them has
     * @param chosen the new block's rows, numbered through this one's, then each source
     */
    SourceRows then(List<Integer> added, int[] chosen) {
        int sources = begins.length - 1;
        int[] laterBegins = Arrays.copyOf(begins, begins.length + added.size());
        for (int i = 0; i < added.size(); i++) {
            laterBegins[sources + i + 1] = Math.addExact(laterBegins[sources + i], added.get(i));
        }
        int shift = begins[sources] - count;
        int[] later = new int[chosen.length];
        for (int row = 0; row < later.length; row++) {
            later[row] = chosen[row] < count ? number(chosen[row]) : shift + chosen[row];
        }
        boolean all = RowNumbers.areAll(later, laterBegins[laterBegins.length - 1]);
        return new SourceRows(laterBegins, later.length, all ? new int[0] : later);
    }

    /** How many rows the block has. */
    int count() {
        return count;
    }

    /** Which source a row came from. */
    int source(int row) {
        return RowNumbers.block(begins, number(row));
    }

    /** Which of its source's rows it is; of the source that {@link #source} says. */
    int rowOf(int source, int row) {
        return number(row) - begins[source];
    }

    /** Each row's number through all sources. */
    int[] numbers() {
        int[] all = new int[count];
        Arrays.setAll(all, this::number);
        return all;
    }

    /** What it takes of memory. */
    long bytes() {
        return (long) Integer.BYTES * numbers.length;
    }

    private int number(int row) {
        return numbers.length == 0 ? row : numbers[row];
    }
}
