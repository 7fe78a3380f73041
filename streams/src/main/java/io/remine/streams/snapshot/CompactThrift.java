package io.remine.streams.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the compact protocol of Thrift, in which Parquet keeps its metadata: as much of it as {@link ParquetFile} needs.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">the protocol</a>
 */
final class CompactThrift {

    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int LONG_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int lastField;

    /** What a structure, or a list of structures, is filled with. */
    interface Body {
        void write(CompactThrift struct);
    }

    CompactThrift i32(int field, int value) {
        return number(field, I32, value);
    }

    CompactThrift i64(int field, long value) {
        return number(field, I64, value);
    }

    CompactThrift text(int field, String value) {
        header(field, BINARY);
        bytes(value);
        return this;
    }

    CompactThrift struct(int field, Body body) {
        header(field, STRUCT);
        element(body);
        return this;
    }

    CompactThrift i32s(int field, int... values) {
        list(field, I32, values.length);
        for (int value : values) {
            varint(zigzag(value));
        }
        return this;
    }

    CompactThrift texts(int field, String... values) {
        list(field, BINARY, values.length);
        for (String value : values) {
            bytes(value);
        }
        return this;
    }

    /** A list of structures, of which {@code body} writes each by {@link #element}. */
    CompactThrift structs(int field, int count, Body body) {
        list(field, STRUCT, count);
        body.write(this);
        return this;
    }

    /** A structure without a field of its own. */
    CompactThrift element(Body body) {
        int outer = lastField;
        lastField = 0;
        body.write(this);
        out.write(0);
        lastField = outer;
        return this;
    }

    byte[] toBytes() {
        return out.toByteArray();
    }

    static void varint(long value, ByteArrayOutputStream out) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private CompactThrift number(int field, int type, long value) {
        header(field, type);
        varint(zigzag(value));
        return this;
    }

    private void header(int field, int type) {
        out.write((field - lastField) << 4 | type); // fields of Parquet's structures are never 16 apart
        lastField = field;
    }

    private void list(int field, int type, int count) {
        header(field, LIST);
        if (count < LONG_LIST) {
            out.write(count << 4 | type);
        } else {
            out.write(LONG_LIST << 4 | type);
            varint(count);
        }
    }

    private void bytes(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        out.writeBytes(utf8);
    }

    private void varint(long value) {
        varint(value, out);
    }

    private static long zigzag(long value) {
        return value << 1 ^ value >> 63;
    }
}
