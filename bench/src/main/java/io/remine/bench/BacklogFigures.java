package io.remine.bench;

import java.util.List;
import java.util.Map;

/**
 * What training beside a backlog was like.
 *
 * @param lagAtFirst records that were on the topic and not read, when the first checkpoint had completed
 * @param lagAtLast the same at the end
 * @param trained examples in the last version
 * @param seconds from the job's submission to the end
 * @param stepMillis the slowest micro-batch seen
 * @param checkpointMillis of every completed checkpoint, from its trigger to the last acknowledgement
 * @param failedCheckpoints how many did not complete
 * @param memory of this process, broker and cluster and all
 */
record BacklogFigures(
        long lagAtFirst,
        long lagAtLast,
        long trained,
        double seconds,
        double stepMillis,
        List<Long> checkpointMillis,
        int failedCheckpoints,
        MemoryCurve memory) {

    private static final double SLACK_MILLIS = 1_000;

    BacklogFigures {
        checkpointMillis = List.copyOf(checkpointMillis);
    }

    /** What a checkpoint may take: two micro-batches and a second. */
    double limitMillis() {
        return 2 * stepMillis + SLACK_MILLIS;
    }

    /** How many checkpoints took longer than that. */
    long late() {
        return checkpointMillis.stream()
                .filter(millis -> millis > limitMillis())
                .count();
    }

    /** Whether no checkpoint failed, at most one in twenty was late, and memory was flat. */
    boolean isKept() {
        return failedCheckpoints == 0 && late() * 20 <= checkpointMillis.size() && memory.isFlat();
    }

    Map<String, Object> toJson() {
        return Map.of(
                "lagAtFirst", lagAtFirst,
                "lagAtLast", lagAtLast,
                "trained", trained,
                "seconds", seconds,
                "stepMillis", stepMillis,
                "checkpointMillis", checkpointMillis,
                "failedCheckpoints", failedCheckpoints,
                "residentBytes", memory.windowBytes());
    }
}
