package io.remine.state.blob;

import java.util.Arrays;

/**
 * Key and value of a Kafka record.
 *
 * @param key never null
 * @param value null is a tombstone: it deletes the key
 */
@SuppressWarnings("ArrayRecordComponent") // as Kafka's own records; equality is by content, below
public record KeyedBytes(byte[] key, byte[] value) {

    public KeyedBytes {
        if (key == null) {
            throw new IllegalArgumentException("a record needs a key");
        }
    }

    /** Deletes the key. */
    public static KeyedBytes tombstone(byte[] key) {
        return new KeyedBytes(key, null);
    }

    public boolean isTombstone() {
        return value == null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyedBytes that && Arrays.equals(key, that.key) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return "KeyedBytes[key of %d bytes, %s]"
                .formatted(key.length, isTombstone() ? "tombstone" : "value of %d bytes".formatted(value.length));
    }
}
