package io.remine.bench;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a worker's state cost.
 *
 * @param stateBytes of the largest checkpoint of one worker
 * @param inThreadMillis of every checkpoint, how long the slowest worker stood still for it
 * @param restoreMillis of every restart, from a task's deployment to its first record, of the slowest worker
 */
record CheckpointFigures(long stateBytes, List<Long> inThreadMillis, List<Long> restoreMillis) {

    static double median(List<Long> values) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("the median of no values");
        }
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    }

    static long largest(List<Long> values) {
        return Collections.max(values);
    }

    Map<String, Object> toJson() {
        return Map.of("stateBytes", stateBytes, "inThreadMillis", inThreadMillis, "restoreMillis", restoreMillis);
    }
}
