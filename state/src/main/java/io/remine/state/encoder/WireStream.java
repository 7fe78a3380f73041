package io.remine.state.encoder;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Walks the fields of one protobuf message that is too large to hold: those made of bytes one at a time, others are passed
 * over. {@link #next} moves to a field; then it may be entered as a message, taken as bytes, or left.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
final class WireStream {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BITS = 64;

    private final InputStream in;
    private long left; // bytes of this message behind the current field
    private int field;
    private int wireType;
    private long untaken; // bytes of the current field

    /** @param length of the message, in bytes */
    WireStream(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() throws IOException {
        in.skipNBytes(untaken);
        untaken = 0;
        if (left == 0) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED64 -> claim(Long.BYTES);
            case BYTES -> claim(readVarint());
            case FIXED32 -> claim(Integer.BYTES);
            default -> throw new CorruptDataException("protobuf field %d of wire type %d".formatted(field, wireType));
        }
        return true;
    }

    /** Number of the current field. */
    int field() {
        return field;
    }

    /** The message in the current field, to be read to its end before this one goes on. */
    WireStream message() throws CorruptDataException {
        requireBytes();
        long length = untaken;
        untaken = 0;
        return new WireStream(in, length);
    }

    /** The current field's bytes. */
    ByteBuffer bytes() throws IOException {
        requireBytes();
        if (untaken > Integer.MAX_VALUE - Long.BYTES) {
            throw new CorruptDataException("protobuf field %d of %d bytes, limit 2 GiB".formatted(field, untaken));
        }
        byte[] bytes = new byte[(int) untaken];
        untaken = 0;
        int read = in.readNBytes(bytes, 0, bytes.length);
        if (read < bytes.length) {
            throw new CorruptDataException(
                    "protobuf ends after %d of %d bytes of field %d".formatted(read, bytes.length, field));
        }
        return ByteBuffer.wrap(bytes);
    }

    private void requireBytes() throws CorruptDataException {
        if (wireType != BYTES) {
            throw new CorruptDataException(
                    "protobuf field %d of wire type %d, expected %d".formatted(field, wireType, BYTES));
        }
    }

    private void claim(long length) throws CorruptDataException {
        if (length < 0 || length > left) {
            throw new CorruptDataException("protobuf field %d of %d bytes, %d are left".formatted(field, length, left));
        }
        left -= length;
        untaken = length;
    }

    private long readVarint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            int next = left == 0 ? -1 : in.read();
            if (next < 0) {
                throw new CorruptDataException("protobuf ends within a number");
            }
            left--;
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new CorruptDataException("protobuf number of more than ten bytes");
    }
}
