package io.remine.operators.outgoing;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A record for Kafka. The arrays are not copied: whoever makes a record gives them away.
 *
 * @param key null if the record has none, as a dead letter of a record without key
 * @param value null for a tombstone
 * @param headers by name, in the order of their names
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
public record OutgoingRecord(byte[] key, byte[] value, Map<String, byte[]> headers) {

    /** Most headers of one record. */
    public static final int MAX_HEADERS = 64;

    public OutgoingRecord {
        if (headers.size() > MAX_HEADERS) {
            throw new IllegalArgumentException(
                    "%d headers of one record, limit %d".formatted(headers.size(), MAX_HEADERS));
        }
        headers.forEach((name, header) -> Objects.requireNonNull(header, name));
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
    }

    /** A record without headers. */
    public static OutgoingRecord of(byte[] key, byte[] value) {
        return new OutgoingRecord(key, value, Map.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OutgoingRecord that
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.keySet().equals(that.headers.keySet())
                && headers.keySet().stream().allMatch(name -> Arrays.equals(headers.get(name), that.headers.get(name)));
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(key) + Arrays.hashCode(value))
                + headers.keySet().hashCode();
    }
}
