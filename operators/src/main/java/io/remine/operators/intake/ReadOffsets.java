package io.remine.operators.intake;

import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The offset after the last record read of each partition, since it was last asked for. */
final class ReadOffsets {

    private final Map<String, NavigableMap<Integer, Long>> next = new HashMap<>();

    void add(InputPosition position) {
        next.computeIfAbsent(position.topic(), topic -> new TreeMap<>())
                .merge(position.partition(), position.offset() + 1, Math::max);
    }

    /** What was read since the last call. */
    InputOffsets take() {
        InputOffsets taken = new InputOffsets(new TreeMap<>(next));
        next.clear();
        return taken;
    }
}
