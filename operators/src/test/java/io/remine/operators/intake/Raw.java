package io.remine.operators.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.remine.state.lineage.InputPosition;

/** Raw records for tests. */
public final class Raw {

    private Raw() {}

    public static RawRecord record(String topic, long offset, String key, String value) {
        return new RawRecord(
                new InputPosition(topic, 0, offset),
                1_000 + offset,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8));
    }
}
