package io.remine.operators.training;

import io.remine.state.codec.CorruptDataException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.zip.CRC32C;

/**
 * Large arrays as big-endian bytes and a CRC-32C behind them, through one buffer: hundreds of megabytes in the time that
 * the file takes. For one thread.
 */
final class BulkArrays {

    private static final int BUFFER_BYTES = 1 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    void write(float[] values, DataOutputStream out) throws IOException {
        FloatBuffer view = buffer.asFloatBuffer();
        write(values.length, out, (at, count) -> view.clear().put(values, at, count));
    }

    void write(int[] values, DataOutputStream out) throws IOException {
        IntBuffer view = buffer.asIntBuffer();
        write(values.length, out, (at, count) -> view.clear().put(values, at, count));
    }

    /** Reads what was written; {@code what} names it in the error. */
    float[] readFloats(String what, int length, DataInputStream in) throws IOException {
        float[] values = new float[length];
        FloatBuffer view = buffer.asFloatBuffer();
        read(what, length, in, (at, count) -> view.clear().get(values, at, count));
        return values;
    }

    /** Reads what was written; {@code what} names it in the error. */
    int[] readInts(String what, int length, DataInputStream in) throws IOException {
        int[] values = new int[length];
        IntBuffer view = buffer.asIntBuffer();
        read(what, length, in, (at, count) -> view.clear().get(values, at, count));
        return values;
    }

    /** Moves {@code count} values, from the array's {@code at} on, to or from the start of the buffer. */
    private interface Move {
        void move(int at, int count);
    }

    private void write(int length, DataOutputStream out, Move fill) throws IOException {
        CRC32C crc = new CRC32C();
        for (int at = 0; at < length; at += BUFFER_BYTES / Integer.BYTES) {
            int count = Math.min(length - at, BUFFER_BYTES / Integer.BYTES);
            fill.move(at, count);
            crc.update(buffer.array(), 0, count * Integer.BYTES);
            out.write(buffer.array(), 0, count * Integer.BYTES);
        }
        out.writeInt((int) crc.getValue());
    }

    private void read(String what, int length, DataInputStream in, Move drain) throws IOException {
        CRC32C crc = new CRC32C();
        for (int at = 0; at < length; at += BUFFER_BYTES / Integer.BYTES) {
            int count = Math.min(length - at, BUFFER_BYTES / Integer.BYTES);
            in.readFully(buffer.array(), 0, count * Integer.BYTES);
            crc.update(buffer.array(), 0, count * Integer.BYTES);
            drain.move(at, count);
        }
        int checksum = in.readInt();
        if (checksum != (int) crc.getValue()) {
            throw new CorruptDataException(
                    "%s of worker state has checksum %08x, says %08x".formatted(what, (int) crc.getValue(), checksum));
        }
    }
}
