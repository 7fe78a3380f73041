package io.remine.streams.snapshot;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One column's values of a row group, as the content of one data page: repetition levels if it repeats, definition levels if a
 * value may be absent, then the values that are there, plainly encoded. Levels are runs of equal numbers, after
 * <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet's hybrid encoding</a>.
 */
final class ParquetColumn {

    /** What a value is, with its number in the format. */
    enum ValueType {
        INT64(2),
        FLOAT(4),
        BYTE_ARRAY(6);

        final int code;

        ValueType(int code) {
            this.code = code;
        }
    }

    final String[] path;
    final ValueType type;

    private final boolean repeated;
    private final boolean optional;
    private final Levels repetitions = new Levels();
    private final Levels definitions = new Levels();
    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private int count;

    private ParquetColumn(ValueType type, boolean repeated, boolean optional, String... path) {
        this.path = path;
        this.type = type;
        this.repeated = repeated;
        this.optional = optional;
    }

    static ParquetColumn required(String name, ValueType type) {
        return new ParquetColumn(type, false, false, name);
    }

    static ParquetColumn optional(String name, ValueType type) {
        return new ParquetColumn(type, false, true, name);
    }

    /** A list without absent elements, in the three levels that readers expect. */
    static ParquetColumn list(String name, ValueType type) {
        return new ParquetColumn(type, true, true, name, "list", "element");
    }

    void add(long value) {
        define(true);
        values.writeBytes(little(Long.BYTES).putLong(value).array());
    }

    void add(String value) {
        define(true);
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        values.writeBytes(little(Integer.BYTES).putInt(utf8.length).array());
        values.writeBytes(utf8);
    }

    void addAbsent() {
        define(false);
    }

    /** The elements of one row's list, at least one. */
    void add(float[] list) {
        repetitions.add(0, 1);
        repetitions.add(1, list.length - 1);
        definitions.add(1, list.length);
        count += list.length;
        byte[] bytes = new byte[Math.multiplyExact(list.length, Float.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(list);
        values.writeBytes(bytes);
    }

    /** How many values there are, absent ones among them. */
    int count() {
        return count;
    }

    int bytes() {
        return values.size();
    }

    /** The page, and begins anew. */
    byte[] takePage() {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        if (repeated) {
            page.writeBytes(repetitions.take());
        }
        if (optional) {
            page.writeBytes(definitions.take());
        }
        page.writeBytes(values.toByteArray());
        values.reset();
        count = 0;
        return page.toByteArray();
    }

    private void define(boolean isThere) {
        definitions.add(isThere ? 1 : 0, 1);
        count++;
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Levels of 0 or 1: for each run twice its length as a variable-length number and the level as a byte. */
    private static final class Levels {

        private final ByteArrayOutputStream runs = new ByteArrayOutputStream();
        private int level;
        private int length;

        void add(int next, int times) {
            if (next != level) {
                endRun();
                level = next;
            }
            length += times;
        }

        /** Length in bytes, then the runs. */
        byte[] take() {
            endRun();
            byte[] encoded = little(Integer.BYTES + runs.size())
                    .putInt(runs.size())
                    .put(runs.toByteArray())
                    .array();
            runs.reset();
            return encoded;
        }

        private void endRun() {
            if (length > 0) {
                CompactThrift.varint((long) length << 1, runs);
                runs.write(level);
            }
            length = 0;
        }
    }
}
