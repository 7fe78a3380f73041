package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * A string for each row, where {@link Strings#write} put them: those in a file's pages stay there, and take no memory of
 * Java's. A string is made when somebody asks for it. Immutable.
 */
final class TextColumn {

    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    private final String name;
    private final ByteBuffer bytes; // UTF-8, back to back
    private final LongBuffer ends; // where each row's end

    private TextColumn(String name, ByteBuffer bytes, LongBuffer ends) {
        this.name = name;
        this.bytes = bytes;
        this.ends = ends;
    }

    /** Empty strings. */
    static TextColumn empty(int rows) {
        return new TextColumn("", ByteBuffer.allocate(0), LongBuffer.allocate(rows));
    }

    /**
     * The column of this name, not yet {@link #check checked}.
     *
     * @throws CorruptDataException if it has another number of strings, or bytes that are none's
     */
    static TextColumn read(String name, int rows, SafeTensors tensors) throws CorruptDataException {
        ByteBuffer bytes =
                tensors.tensor(Strings.bytesName(name), Tensor.Type.U8).data();
        LongBuffer ends =
                tensors.tensor(Strings.endsName(name), Tensor.Type.I64).data().asLongBuffer();
        long last = ends.limit() == 0 ? 0 : ends.get(ends.limit() - 1);
        if (ends.limit() != rows || last != bytes.limit()) {
            throw new CorruptDataException("segment: %d %s that end at %d, expected %d that end at %d"
                    .formatted(ends.limit(), Strings.bytesName(name), last, rows, bytes.limit()));
        }
        return new TextColumn(name, bytes, ends);
    }

    /** This column, or a copy that is all that is kept of bytes which lie in Java's memory with others. */
    TextColumn apart() {
        if (bytes.isDirect()) {
            return this;
        }
        ByteBuffer ownBytes = ByteBuffer.allocate(bytes.limit()).put(bytes.duplicate());
        LongBuffer ownEnds = LongBuffer.allocate(ends.limit()).put(ends.duplicate());
        return new TextColumn(name, ownBytes.flip(), ownEnds.flip());
    }

    /** @throws CorruptDataException if the strings do not lie back to back, or are not UTF-8 */
    void check() throws CorruptDataException {
        boolean isAscii = isAscii(); // which any part is then also
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        long begin = 0;
        for (int row = 0; row < size(); row++) {
            long end = ends.get(row);
            if (end < begin || end > bytes.limit()) {
                throw new CorruptDataException("segment: one of %s lies from %d to %d of %d"
                        .formatted(Strings.bytesName(name), begin, end, bytes.limit()));
            }
            try {
                if (!isAscii) {
                    utf8.decode(bytes.slice((int) begin, (int) (end - begin)));
                }
            } catch (CharacterCodingException e) {
                throw new CorruptDataException("segment: one of %s is not UTF-8".formatted(Strings.bytesName(name)), e);
            }
            begin = end;
        }
    }

    int size() {
        return ends.limit();
    }

    String get(int row) {
        int begin = row == 0 ? 0 : (int) ends.get(row - 1);
        byte[] string = new byte[(int) ends.get(row) - begin];
        bytes.get(begin, string);
        return new String(string, StandardCharsets.UTF_8);
    }

    /** A copy of all bytes. */
    byte[] toBytes() {
        byte[] copy = new byte[bytes.limit()];
        bytes.get(0, copy);
        return copy;
    }

    /** Where in them each string ends. */
    int[] toEnds() {
        int[] copy = new int[size()];
        for (int row = 0; row < copy.length; row++) {
            copy[row] = (int) ends.get(row);
        }
        return copy;
    }

    private boolean isAscii() {
        long all = 0;
        int at = 0;
        for (; at + Long.BYTES <= bytes.limit(); at += Long.BYTES) {
            all |= bytes.getLong(at);
        }
        for (; at < bytes.limit(); at++) {
            all |= bytes.get(at);
        }
        return (all & NOT_ASCII) == 0;
    }
}
