package io.remine.state.codec;

import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Fields with their CRC-32C (int) behind them, for values that lie where nobody else would notice a flipped bit: Flink's
 * savepoints have no checksum of their own.
 */
public final class Checksummed {

    private Checksummed() {}

    /** Writes fields. */
    @FunctionalInterface
    public interface Writer {
        void write(DataOutput out) throws IOException;
    }

    /** Reads fields. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    public static void write(DataOutput out, Writer fields) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(asStream(out), new CRC32C());
        fields.write(new DataOutputStream(checked));
        out.writeInt((int) checked.getChecksum().getValue());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param what names it in the error
     * @throws CorruptDataException if it is not what was written
     */
    public static <T> T read(DataInput in, String what, Reader<T> fields) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(asStream(in), new CRC32C());
        T value = fields.read(new DataInputStream(checked));
        int actual = (int) checked.getChecksum().getValue();
        int expected = in.readInt();
        if (actual != expected) {
            throw new CorruptDataException(
                    "%s has checksum %08x, says %08x: it was damaged where it lay; restore from another checkpoint"
                            .formatted(what, actual, expected));
        }
        return value;
    }

    private static OutputStream asStream(DataOutput out) {
        return new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                out.writeByte(next);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                out.write(bytes, from, length);
            }
        };
    }

    private static InputStream asStream(DataInput in) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return in.readUnsignedByte();
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                in.readFully(bytes, from, length);
                return length;
            }
        };
    }
}
