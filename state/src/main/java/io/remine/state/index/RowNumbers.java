package io.remine.state.index;

import java.util.Arrays;

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
        if (chosen.length != rows) {
            return false;
        }
        for (int row = 0; row < rows; row++) {
            if (chosen[row] != row) {
                return false;
            }
        }
        return true;
    }

    /** Those at these places. */
    static int[] pick(int[] numbers, int[] places) {
        int[] picked = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            picked[i] = numbers[places[i]];
        }
        return picked;
    }
}
