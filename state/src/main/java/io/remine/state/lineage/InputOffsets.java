package io.remine.state.lineage;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How far the input has been read: per topic and partition the offset <em>after</em> the last record that is contained.
 */
public record InputOffsets(NavigableMap<String, NavigableMap<Integer, Long>> next) {

    public static final InputOffsets NONE = new InputOffsets(new TreeMap<>());

    public InputOffsets {
        TreeMap<String, NavigableMap<Integer, Long>> copy = new TreeMap<>();
        next.forEach((topic, partitions) ->
                copy.put(topic, Collections.unmodifiableNavigableMap(new TreeMap<>(partitions))));
        next = Collections.unmodifiableNavigableMap(copy);
    }

    /** Everything up to and including this record. */
    public InputOffsets through(InputPosition position) {
        return merge(new InputOffsets(new TreeMap<>(
                Map.of(position.topic(), new TreeMap<>(Map.of(position.partition(), position.offset() + 1))))));
    }

    /** The further of the two in every partition. */
    public InputOffsets merge(InputOffsets other) {
        TreeMap<String, NavigableMap<Integer, Long>> merged = new TreeMap<>();
        next.forEach((topic, partitions) -> merged.put(topic, new TreeMap<>(partitions)));
        other.next.forEach((topic, partitions) -> partitions.forEach((partition, offset) ->
                merged.computeIfAbsent(topic, name -> new TreeMap<>()).merge(partition, offset, Math::max)));
        return new InputOffsets(merged);
    }

    /** Whether the record at this position is contained. */
    public boolean contain(InputPosition position) {
        NavigableMap<Integer, Long> partitions = next.get(position.topic());
        Long offset = partitions == null ? null : partitions.get(position.partition());
        return offset != null && position.offset() < offset;
    }
}
