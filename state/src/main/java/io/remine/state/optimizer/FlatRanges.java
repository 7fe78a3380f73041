package io.remine.state.optimizer;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Work on a long array in ranges of fixed length, on as many threads as there are. The ranges do not depend on the threads,
 * nor does the order in which their results are summed, so neither does a bit of the result.
 */
final class FlatRanges {

    /** Length of a range: small enough to stay in a core's cache, large enough to be worth handing over. */
    static final int LENGTH = 1 << 15;

    /** Work on the elements from {@code begin} up to {@code end}. */
    @FunctionalInterface
    interface Work {
        void on(int begin, int end);
    }

    /** A number from the elements from {@code begin} up to {@code end}. */
    @FunctionalInterface
    interface Measure {
        double of(int begin, int end);
    }

    private FlatRanges() {}

    static void forEach(int size, Work work) {
        ranges(size).parallel().forEach(range -> work.on(range * LENGTH, end(range, size)));
    }

    /** The measures of the ranges, added in order. */
    static double sum(int size, Measure measure) {
        double[] parts = ranges(size)
                .parallel()
                .mapToDouble(range -> measure.of(range * LENGTH, end(range, size)))
                .toArray();
        return DoubleStream.of(parts).reduce(0, Double::sum);
    }

    private static IntStream ranges(int size) {
        return IntStream.range(0, (int) (((long) size + LENGTH - 1) / LENGTH));
    }

    private static int end(int range, int size) {
        return (int) Math.min(size, (range + 1L) * LENGTH);
    }
}
