package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * A string for each row, as UTF-8 back to back and where each ends: what a segment holds, without an object for each row. A
 * string is made when somebody asks for it. Immutable.
 */
final class StringColumn extends AbstractList<String> {

    private final byte[] bytes;
    private final int[] ends;

    private StringColumn(byte[] bytes, int[] ends) {
        this.bytes = bytes;
        this.ends = ends;
    }

    /** Empty strings. */
    static StringColumn empty(int rows) {
        return new StringColumn(new byte[0], new int[rows]);
    }

    /** One row. */
    static StringColumn of(String string) {
        byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
        return new StringColumn(bytes, new int[] {bytes.length});
    }

    /**
     * A copy of the column that {@link Strings#write} wrote.
     *
     * @throws CorruptDataException if it has another number of strings, or they do not lie back to back, or are not UTF-8
     */
    static StringColumn read(String name, int rows, SafeTensors tensors) throws CorruptDataException {
        TextColumn written = TextColumn.read(name, rows, tensors);
        written.check();
        return new StringColumn(written.toBytes(), written.toEnds());
    }

    /** The rows of all columns, one column after the other. */
    static StringColumn concat(List<StringColumn> columns) {
        if (columns.size() == 1) {
            return columns.get(0);
        }
        byte[] bytes = new byte
                [Math.toIntExact(
                        columns.stream().mapToLong(each -> each.bytes.length).sum())];
        int[] ends = new int[columns.stream().mapToInt(StringColumn::size).sum()];
        int row = 0;
        int begin = 0;
        for (StringColumn column : columns) {
            System.arraycopy(column.bytes, 0, bytes, begin, column.bytes.length);
            for (int end : column.ends) {
                ends[row++] = begin + end;
            }
            begin += column.bytes.length;
        }
        return new StringColumn(bytes, ends);
    }

    /** These rows, in this order; this column if they are all of its. */
    StringColumn select(int[] rows) {
        if (RowNumbers.areAll(rows, ends.length)) {
            return this;
        }
        if (isBlank()) {
            return empty(rows.length);
        }
        int[] selectedEnds = new int[rows.length];
        int length = 0;
        for (int i = 0; i < rows.length; i++) {
            length = Math.addExact(length, length(rows[i]));
            selectedEnds[i] = length;
        }
        byte[] selected = new byte[length];
        int at = 0;
        for (int first = 0, next; first < rows.length; first = next) {
            for (next = first + 1; next < rows.length && rows[next] == rows[next - 1] + 1; next++) {}
            int begin = begin(rows[first]); // of rows that lie next to each other
            int count = ends[rows[next - 1]] - begin;
            System.arraycopy(bytes, begin, selected, at, count);
            at += count;
        }
        return new StringColumn(selected, selectedEnds);
    }

    @Override
    public int size() {
        return ends.length;
    }

    @Override
    public String get(int row) {
        return new String(bytes, begin(row), length(row), StandardCharsets.UTF_8);
    }

    /** Whether all strings are empty. */
    boolean isBlank() {
        return bytes.length == 0;
    }

    /** A hash of the row's bytes. */
    int hash(int row) {
        int hash = 1;
        for (int i = begin(row); i < ends[row]; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    /** Whether the row equals a row of another column. */
    boolean equals(int row, StringColumn other, int otherRow) {
        int length = length(row);
        int end = ends[row];
        int otherEnd = other.ends[otherRow];
        return length == other.length(otherRow)
                && (length == 0 || bytes[end - 1] == other.bytes[otherEnd - 1]) // where ids differ, if they do
                && Arrays.equals(bytes, end - length, end, other.bytes, otherEnd - length, otherEnd);
    }

    /** Whether the row is 1 to so many characters of printable ASCII, not all blank. */
    boolean isPlain(int row, int maxLength) {
        boolean blank = true;
        for (int i = begin(row); i < ends[row]; i++) {
            if (bytes[i] < ' ' || bytes[i] == 0x7f) {
                return false;
            }
            blank &= bytes[i] == ' ';
        }
        return !blank && length(row) <= maxLength;
    }

    private int begin(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    private int length(int row) {
        return ends[row] - begin(row);
    }
}
