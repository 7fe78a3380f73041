package io.remine.state.live;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.TopicPartition;

/** What is to be read before anything is served: of each partition, from where to where. For one thread. */
final class Bootstrap {

    private final Map<TopicPartition, Long> ends;
    private final long offsets;
    private long left;

    /**
     * @param starts the first offset to read of each partition
     * @param ends the offset after the last one
     */
    Bootstrap(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        this.ends = new HashMap<>(ends);
        this.offsets = ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - starts.get(end.getKey())))
                .sum();
        this.left = offsets;
    }

    /** How many offsets there are in all. */
    long offsets() {
        return offsets;
    }

    /** How many of them are still to be read. */
    long offsetsLeft() {
        return left;
    }

    /** Tells of each partition the next offset to be read. */
    void reached(ToLongFunction<TopicPartition> position) {
        ends.entrySet().removeIf(end -> position.applyAsLong(end.getKey()) >= end.getValue());
        left = ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - position.applyAsLong(end.getKey()))
                .sum();
    }

    /** Whether everything has been read. */
    boolean isDone() {
        return ends.isEmpty();
    }
}
