package io.remine.bench;

import io.remine.state.invariant.Finding;
import java.util.List;
import java.util.Map;

/**
 * What training for a long time was like. All but the finding and the lag at the end is of the time after the warm-up.
 *
 * @param examples in the last version
 * @param once whether every example was trained once
 * @param seconds that it was watched for
 * @param largestLag records of queries and clicks that were on their topics and not read
 * @param lagAtLast the same when all examples were trained
 * @param checkpointMillis of every completed checkpoint, from its trigger to the last acknowledgement
 * @param failedCheckpoints how many did not complete
 * @param memory of this process, broker and cluster and all
 * @param joinStateBytes what the join had in each of these checkpoints
 */
record SoakFigures(
        long examples,
        Finding once,
        double seconds,
        long largestLag,
        long lagAtLast,
        List<Long> checkpointMillis,
        int failedCheckpoints,
        MemoryCurve memory,
        List<Long> joinStateBytes) {

    private static final double SLOW = 3;
    /** RocksDB's files hold what is deleted until it has compacted them. */
    private static final double LARGEST_STATE = 2;

    SoakFigures {
        checkpointMillis = List.copyOf(checkpointMillis);
        joinStateBytes = List.copyOf(joinStateBytes);
    }

    /** Checkpoints that took more than three times the median. */
    long slow() {
        double median = CheckpointFigures.median(checkpointMillis);
        return checkpointMillis.stream()
                .filter(millis -> millis > SLOW * median)
                .count();
    }

    /** The median of the state in the first quarter of the time. */
    double stateAtFirst() {
        return CheckpointFigures.median(joinStateBytes.subList(0, quarter()));
    }

    /** The same in the last quarter. */
    double stateAtLast() {
        return CheckpointFigures.median(
                joinStateBytes.subList(joinStateBytes.size() - quarter(), joinStateBytes.size()));
    }

    /** Whether what waits for its query leaves again: without a time-to-live the state grows with the stream. */
    boolean isStateBounded() {
        return stateAtLast() <= LARGEST_STATE * stateAtFirst();
    }

    /** Whether the examples are exact, memory flat, state bounded, and no checkpoint slow or failed. */
    boolean isKept() {
        return once.holds()
                && lagAtLast == 0
                && memory.isFlat()
                && isStateBounded()
                && slow() == 0
                && failedCheckpoints == 0;
    }

    Map<String, Object> toJson() {
        return Map.of(
                "examples", examples,
                "everyExampleTrainedOnce", Map.of("holds", once.holds(), "seen", once.seen()),
                "seconds", seconds,
                "largestLag", largestLag,
                "lagAtLast", lagAtLast,
                "checkpointMillis", checkpointMillis,
                "failedCheckpoints", failedCheckpoints,
                "residentBytes", memory.windowBytes(),
                "joinStateBytes", joinStateBytes);
    }

    private int quarter() {
        return Math.max(1, joinStateBytes.size() / 4);
    }
}
