package io.remine.state.index;

import java.util.Arrays;
import java.util.List;

/**
 * The k best of the rows added so far, and a few more: when there is no room, all but the k best go, and a row must beat the
 * last of these to be worth adding. A row and its score are one number, a key; the smaller, the better: first by falling
 * score, then by rising row.
 */
final class BestRows {

    private static final int MIN_SPARE = 256;
    private static final int FIRST_LENGTH = 512;

    private final int k;
    private final int capacity;
    private long[] keys;
    private int count;
    private float threshold = Float.NaN;

    /** @param rows how many will be added at most */
    BestRows(int k, int rows) {
        this.k = k;
        this.capacity = (int) Math.min(rows, k + (long) Math.max(k, MIN_SPARE));
        this.keys = new long[Math.min(capacity, FIRST_LENGTH)];
    }

    /** The score that a later row must exceed; NaN while any will do. */
    float threshold() {
        return threshold;
    }

    /** Says that k rows exceed this score, those to come included; NaN says nothing. */
    void raise(float score) {
        if (!Float.isNaN(score) && !(score <= threshold)) {
            threshold = score;
        }
    }

    void add(float score, int row) {
        if (count == keys.length) {
            makeRoom();
        }
        keys[count++] = key(score, row);
    }

    /** The k best keys of all, the best first. */
    static long[] merge(List<BestRows> parts, int k) {
        long[] all = new long[parts.stream().mapToInt(part -> part.count).sum()];
        int length = 0;
        for (BestRows part : parts) {
            System.arraycopy(part.keys, 0, all, length, part.count);
            length += part.count;
        }
        int best = Math.min(k, length);
        if (best < length) {
            select(all, length, best);
        }
        Arrays.sort(all, 0, best);
        return best < length ? Arrays.copyOf(all, best) : all;
    }

    /** Moves the {@code k} best of the first {@code count} keys to the front, at least 1, and gives the last of them. */
    static long last(long[] keys, int count, int k) {
        select(keys, count, k);
        long last = keys[0];
        for (int i = 1; i < k; i++) {
            last = Math.max(last, keys[i]);
        }
        return last;
    }

    static long key(float score, int row) {
        return ((long) ~ordered(Float.floatToIntBits(score + 0.0f)) << Integer.SIZE) | row; // -0 becomes 0
    }

    /** The row of each key. */
    static int[] rows(long[] keys) {
        int[] rows = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            rows[i] = row(keys[i]);
        }
        return rows;
    }

    /** The score of each key. */
    static float[] scores(long[] keys) {
        float[] scores = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            scores[i] = score(keys[i]);
        }
        return scores;
    }

    static int row(long key) {
        return (int) key;
    }

    static float score(long key) {
        return Float.intBitsToFloat(ordered(~(int) (key >> Integer.SIZE)));
    }

    private void makeRoom() {
        if (keys.length < capacity) {
            keys = Arrays.copyOf(keys, (int) Math.min(capacity, 2L * keys.length));
            return;
        }
        raise(score(last(keys, count, k)));
        count = k;
    }

    /** The bits of a float as a whole number of the same order, and back. */
    private static int ordered(int bits) {
        return bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
    }

    /** Moves the {@code k} smallest of the first {@code count} keys to the front: Hoare's quickselect; keys differ. */
    private static void select(long[] keys, int count, int k) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            long pivot = median(keys[low], keys[(low + high) >>> 1], keys[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (keys[i] < pivot) {
                    i++;
                }
                while (keys[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    long swapped = keys[i];
                    keys[i++] = keys[j];
                    keys[j--] = swapped;
                }
            }
            if (k <= j) {
                high = j;
            } else if (k >= i) {
                low = i;
            } else {
                return;
            }
        }
    }

    private static long median(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
