package io.remine.state.blob;

import java.nio.ByteBuffer;

/**
 * Values of records, read where the Kafka client has put them: a chunk has up to a mebibyte, and a topic is full of them. Null
 * is a tombstone's, as everywhere.
 */
public final class RecordValue {

    private RecordValue() {}

    /** Of these bytes; not copied. */
    public static ByteBuffer of(byte[] value) {
        return value == null ? null : ByteBuffer.wrap(value);
    }

    /** What lies between position and limit, copied; the position stays. */
    public static byte[] bytes(ByteBuffer value) {
        if (value == null) {
            return null;
        }
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }
}
