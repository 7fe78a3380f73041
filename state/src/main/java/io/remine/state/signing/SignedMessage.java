package io.remine.state.signing;

import io.remine.state.blob.ChunkKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What is signed of a record. Topic and key are part of it, so that no signature can be moved to another record; lengths stand
 * before what is of any length, so that no other record makes the same bytes.
 */
final class SignedMessage {

    private static final byte[] PURPOSE = "remine-record".getBytes(StandardCharsets.US_ASCII);
    private static final int NO_VALUE = -1;

    private SignedMessage() {}

    /**
     * Whether a record with this key needs a signature: all do but chunks, whose blob is named by its hash in records that are
     * signed.
     */
    static boolean isSigned(byte[] key) {
        return ChunkKey.parse(key).isEmpty();
    }

    /** @param value null of a tombstone */
    static byte[] of(SignedTopic topic, byte[] key, byte[] value) {
        byte[] name = topic.bytes();
        int valueBytes = value == null ? 0 : value.length;
        ByteBuffer message = ByteBuffer.allocate(
                        PURPOSE.length + 2 + name.length + 2 * Integer.BYTES + key.length + valueBytes)
                .put(PURPOSE)
                .put((byte) RecordSignature.VERSION)
                .put((byte) name.length)
                .put(name)
                .putInt(key.length)
                .put(key)
                .putInt(value == null ? NO_VALUE : value.length);
        return value == null ? message.array() : message.put(value).array();
    }
}
