package io.remine.operators.joining;

import java.util.Arrays;

/**
 * The clicks that have counted in one window. Windows follow the time at which Kafka took the records, so that a backlog is
 * not one flood; a record from an earlier window counts in the newest.
 *
 * @param number the window's since 1970
 * @param counted the hashes of the clicks, in the order in which they came
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
record CapWindow(long number, long[] counted) {

    static final CapWindow NONE = new CapWindow(Long.MIN_VALUE, new long[0]);

    /** This window, or a new one if the record belongs to a later. */
    CapWindow at(long timestampMillis, long windowMillis) {
        long of = Math.floorDiv(timestampMillis, windowMillis);
        return of > number ? new CapWindow(of, new long[0]) : this;
    }

    /** Whether the same click has counted: one that is sent again takes no place. */
    boolean holds(long click) {
        return Arrays.stream(counted).anyMatch(known -> known == click);
    }

    CapWindow with(long click) {
        long[] more = Arrays.copyOf(counted, counted.length + 1);
        more[counted.length] = click;
        return new CapWindow(number, more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapWindow that && number == that.number && Arrays.equals(counted, that.counted);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(counted);
    }

    @Override
    public String toString() {
        return "CapWindow[%d, %d clicks]".formatted(number, counted.length);
    }
}
