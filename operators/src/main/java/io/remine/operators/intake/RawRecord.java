package io.remine.operators.intake;

import io.remine.state.lineage.InputPosition;
import java.util.Arrays;
import java.util.Objects;

/**
 * A record as it came from Kafka.
 *
 * @param timestampMillis the broker's or producer's timestamp, in milliseconds since 1970
 * @param key null if it has none
 * @param value null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record RawRecord(InputPosition position, long timestampMillis, byte[] key, byte[] value) {

    /** Bytes of key and value. */
    public long size() {
        return (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawRecord that
                && position.equals(that.position)
                && timestampMillis == that.timestampMillis
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(position, timestampMillis, Arrays.hashCode(key), Arrays.hashCode(value));
    }
}
