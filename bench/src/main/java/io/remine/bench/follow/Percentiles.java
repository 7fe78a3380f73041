package io.remine.bench.follow;

import java.util.List;

/** Of measured times. */
final class Percentiles {

    private Percentiles() {}

    static double median(List<? extends Number> values) {
        return of(values, 0.5);
    }

    /** The smallest value that so large a share of all are not above. */
    static double of(List<? extends Number> values, double share) {
        double[] sorted =
                values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
