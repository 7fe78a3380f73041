package io.remine.state.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;

/**
 * The written form of one type of value, as it is kept in state and sent between operators.
 *
 * <p>The first byte of every encoded value is the version of its layout. A codec reads every version it has ever written
 * and writes the newest; what a version holds is said in the codec's own doc and kept as a golden file beside its test.
 * Implementations have no fields that change, so one instance serves all threads.
 */
public interface Codec<T> extends Serializable {

    /** Version of the layout that {@link #write} produces: 1 to 127. */
    int version();

    /** Writes the value's fields, without the version. */
    void writeFields(T value, DataOutput out) throws IOException;

    /**
     * Reads the fields of a value that was written as {@code version}.
     *
     * @throws CorruptDataException if the bytes cannot be such a value
     */
    T readFields(int version, DataInput in) throws IOException;

    /** Writes the version and the fields. */
    default void write(T value, DataOutput out) throws IOException {
        out.writeByte(version());
        writeFields(value, out);
    }

    /** Reads what {@link #write} wrote, of this version or an older one. */
    default T read(DataInput in) throws IOException {
        int version = in.readByte();
        if (version < 1 || version > version()) {
            throw new CorruptDataException("%s: version %d, this release reads 1 to %d; use a newer release to read it"
                    .formatted(getClass().getSimpleName(), version, version()));
        }
        return readFields(version, in);
    }

    /** The value as bytes of its own. */
    default byte[] encode(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            write(value, new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * The value in these bytes, all of which must be used.
     *
     * @throws CorruptDataException if they hold no such value, or more than one
     */
    default T decode(byte[] bytes) throws CorruptDataException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            T value = read(new DataInputStream(in));
            if (in.available() > 0) {
                throw new CorruptDataException("%s: %d bytes left over of %d"
                        .formatted(getClass().getSimpleName(), in.available(), bytes.length));
            }
            return value;
        } catch (CorruptDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new CorruptDataException(
                    "%s: cannot read %d bytes: %s".formatted(getClass().getSimpleName(), bytes.length, e), e);
        }
    }
}
