package io.remine.state.index;

import java.util.Arrays;

/** Rows of a view are numbered through its blocks: which block a number is of. */
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
}
