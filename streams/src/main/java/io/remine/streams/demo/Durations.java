package io.remine.streams.demo;

import java.util.Arrays;

/** Durations that were measured, in milliseconds; any thread may add one. */
final class Durations {

    private long[] millis = new long[64];
    private int count;

    synchronized void add(long durationMillis) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, 2 * count);
        }
        millis[count++] = durationMillis;
    }

    synchronized int count() {
        return count;
    }

    synchronized Percentiles percentiles() {
        long[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return new Percentiles(nearestRank(sorted, 0.50), nearestRank(sorted, 0.95));
    }

    /** The smallest value that at least this share of all values does not exceed. */
    private static Long nearestRank(long[] sorted, double share) {
        return sorted.length == 0 ? null : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** Milliseconds that half, and 19 of 20, of the durations do not exceed; null of none. */
    record Percentiles(Long p50, Long p95) {}
}
