package io.remine.state.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Strings, byte arrays and lists with a length prefix that is checked before anything is allocated for it. */
public final class Bounded {

    /** Writes one element of a list. */
    @FunctionalInterface
    public interface ElementWriter<T> {
        void write(T element, DataOutput out) throws IOException;
    }

    /** Reads one element of a list. */
    @FunctionalInterface
    public interface ElementReader<T> {
        T read(DataInput in) throws IOException;
    }

    private Bounded() {}

    /** A length from 0 to {@code limit}; {@code what} names it in the error. */
    public static int readLength(DataInput in, String what, int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new CorruptDataException("%s: length %d, limit %d".formatted(what, length, limit));
        }
        return length;
    }

    public static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    public static byte[] readBytes(DataInput in, String what, int limit) throws IOException {
        byte[] bytes = new byte[readLength(in, what, limit)];
        in.readFully(bytes);
        return bytes;
    }

    /** Whether there are any (boolean), and if so length and bytes. */
    public static void writeNullableBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeBoolean(bytes != null);
        if (bytes != null) {
            writeBytes(bytes, out);
        }
    }

    /** Null if there are none. */
    public static byte[] readNullableBytes(DataInput in, String what, int limit) throws IOException {
        return in.readBoolean() ? readBytes(in, what, limit) : null;
    }

    /** Length in UTF-8 bytes, then the bytes. */
    public static void writeString(String text, DataOutput out) throws IOException {
        writeBytes(text.getBytes(StandardCharsets.UTF_8), out);
    }

    public static String readString(DataInput in, String what, int limitBytes) throws IOException {
        byte[] bytes = readBytes(in, what, limitBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CorruptDataException(what + ": not UTF-8", e);
        }
    }

    public static <T> void writeList(List<T> list, DataOutput out, ElementWriter<? super T> writer) throws IOException {
        out.writeInt(list.size());
        for (T element : list) {
            writer.write(element, out);
        }
    }

    public static <T> List<T> readList(DataInput in, String what, int limit, ElementReader<? extends T> reader)
            throws IOException {
        int size = readLength(in, what, limit);
        List<T> list = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            list.add(reader.read(in));
        }
        return List.copyOf(list);
    }
}
