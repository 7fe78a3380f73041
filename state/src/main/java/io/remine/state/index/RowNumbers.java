package io.remine.state.index;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Numbers of rows. */
final class RowNumbers {

    private RowNumbers() {}

    /**
     * The place of the block that holds this row.
     *
     * @param firstRows the number of each block's first row, and that of all rows
     * @param row from 0 to before the number of all rows
     */
    static int block(int[] firstRows, int row) {
        int place = Arrays.binarySearch(firstRows, row);
        if (place < 0) {
            return -place - 2;
        }
        while (firstRows[place + 1] == firstRows[place]) { // blocks without rows begin where the next one does
            place++;
        }
        return place;
    }

    /** Whether these are all of so many rows, in their order. */
    static boolean areAll(int[] chosen, int rows) {
        return chosen.length == rows && IntStream.range(0, rows).allMatch(row -> chosen[row] == row);
    }
}
