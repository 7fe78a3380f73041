package io.remine.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * How much memory a process took over a stretch of work: medians of {@value #WINDOWS} windows of as many samples, since a
 * single sample may catch the collector at its work.
 *
 * @param windowBytes the median resident size of each window, in the order of time
 */
record MemoryCurve(List<Long> windowBytes) {

    /** How far any window may be from the first one: what counts as flat. */
    static final double TOLERANCE = 0.05;

    static final int WINDOWS = 20;

    private static final double MEBIBYTE = 1 << 20;

    MemoryCurve {
        windowBytes = List.copyOf(windowBytes);
        if (windowBytes.size() < 2) {
            throw new IllegalArgumentException("%d windows, must be at least 2".formatted(windowBytes.size()));
        }
    }

    /** @param samples resident sizes, in bytes, evenly over the work; at least one for each window */
    static MemoryCurve of(List<Long> samples) {
        if (samples.size() < WINDOWS) {
            throw new IllegalArgumentException(
                    "%d samples, must be at least %d, one for each window".formatted(samples.size(), WINDOWS));
        }
        List<Long> medians = new ArrayList<>();
        for (int window = 0; window < WINDOWS; window++) {
            int begin = window * samples.size() / WINDOWS;
            int end = (window + 1) * samples.size() / WINDOWS;
            List<Long> sorted = samples.subList(begin, end).stream().sorted().toList();
            medians.add(sorted.get(sorted.size() / 2));
        }
        return new MemoryCurve(medians);
    }

    long first() {
        return windowBytes.get(0);
    }

    long last() {
        return windowBytes.get(windowBytes.size() - 1);
    }

    /** The distance of the window farthest from the first, as a share of the first; above 0 if it is larger. */
    double drift() {
        return windowBytes.stream()
                .map(bytes -> bytes / (double) first() - 1)
                .reduce(0.0, (farthest, next) -> Math.abs(next) > Math.abs(farthest) ? next : farthest);
    }

    boolean isFlat() {
        return Math.abs(drift()) <= TOLERANCE;
    }

    /** In a line. */
    @Override
    public String toString() {
        return "%.0f MiB at first, %.0f at last, farthest %+.1f %%: %s"
                .formatted(first() / MEBIBYTE, last() / MEBIBYTE, 100 * drift(), isFlat() ? "flat" : "NOT FLAT");
    }
}
