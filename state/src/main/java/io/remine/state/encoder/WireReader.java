package io.remine.state.encoder;

import io.remine.state.codec.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the fields of one protobuf message. {@link #next} moves to a field; then exactly one of the accessors may be called
 * for it, or none, which skips it.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the wire format</a>
 */
final class WireReader {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_VARINT_BITS = 64;

    private final ByteBuffer in;
    private int field;
    private int wireType;
    private long varint;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    WireReader(ByteBuffer message) {
        in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() throws CorruptDataException {
        if (!in.hasRemaining()) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        switch (wireType) {
            case VARINT -> varint = readVarint();
            case FIXED64 -> take(Long.BYTES);
            case BYTES -> bytes = take(readVarint());
            case FIXED32 -> take(Integer.BYTES);
            default -> throw new CorruptDataException("protobuf field %d of wire type %d".formatted(field, wireType));
        }
        return true;
    }

    /** Number of the current field. */
    int field() {
        return field;
    }

    /** The current field's integer. */
    long integer() throws CorruptDataException {
        require(VARINT);
        return varint;
    }

    /** The current field's bytes, a view. */
    ByteBuffer bytes() throws CorruptDataException {
        require(BYTES);
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    String string() throws CorruptDataException {
        return StandardCharsets.UTF_8.decode(bytes()).toString();
    }

    private void require(int expected) throws CorruptDataException {
        if (wireType != expected) {
            throw new CorruptDataException(
                    "protobuf field %d of wire type %d, expected %d".formatted(field, wireType, expected));
        }
    }

    private ByteBuffer take(long length) throws CorruptDataException {
        if (length < 0 || length > in.remaining()) {
            throw new CorruptDataException(
                    "protobuf field %d of %d bytes, %d are left".formatted(field, length, in.remaining()));
        }
        ByteBuffer taken = in.slice(in.position(), (int) length);
        in.position(in.position() + (int) length);
        return taken;
    }

    private long readVarint() throws CorruptDataException {
        long value = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (!in.hasRemaining()) {
                throw new CorruptDataException("protobuf ends within a number");
            }
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new CorruptDataException("protobuf number of more than ten bytes");
    }
}
