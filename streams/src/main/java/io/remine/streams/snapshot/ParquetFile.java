package io.remine.streams.snapshot;

import io.remine.streams.snapshot.ParquetColumn.ValueType;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a file of Parquet, plainly: row groups of one page for each column, neither compressed nor with statistics. The usual
 * writer for Java needs Hadoop's classes, which would stand in the way of Flink's.
 *
 * <p>Magic, the pages of all row groups, the metadata, their length (int), magic. Numbers of fields and enumerations are those
 * of {@code parquet.thrift}.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the format</a>
 */
final class ParquetFile implements Closeable {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int UNCOMPRESSED = 0;
    private static final int DATA_PAGE = 0;

    private final OutputStream out;
    private final Schema schema;
    private final List<ParquetColumn> columns;
    private final List<RowGroup> groups = new ArrayList<>();
    private long position;

    /** Writes the schema, an element for each of its nodes, the root first; how many there are. */
    record Schema(int elements, CompactThrift.Body body) {}

    private record RowGroup(int rows, List<Page> pages) {
        long bytes() {
            return pages.stream().mapToLong(Page::bytes).sum();
        }
    }

    private record Page(ParquetColumn column, long position, int values, int bytes) {}

    ParquetFile(Path file, Schema schema, List<ParquetColumn> columns) throws IOException {
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
        this.schema = schema;
        this.columns = List.copyOf(columns);
        write(MAGIC);
    }

    /** Writes what is in the columns as a row group. */
    void endRowGroup(int rows) throws IOException {
        List<Page> pages = new ArrayList<>();
        for (ParquetColumn column : columns) {
            int values = column.count();
            byte[] content = column.takePage();
            byte[] header = new CompactThrift()
                    .element(page -> page.i32(1, DATA_PAGE)
                            .i32(2, content.length)
                            .i32(3, content.length)
                            .struct(5, data -> data.i32(1, values)
                                    .i32(2, PLAIN)
                                    .i32(3, RLE)
                                    .i32(4, RLE)))
                    .toBytes();
            pages.add(new Page(column, position, values, header.length + content.length));
            write(header);
            write(content);
        }
        groups.add(new RowGroup(rows, pages));
    }

    @Override
    public void close() throws IOException {
        try (out) {
            byte[] metadata = metadata();
            write(metadata);
            write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(metadata.length)
                    .array());
            write(MAGIC);
        }
    }

    private byte[] metadata() {
        long rows = groups.stream().mapToLong(RowGroup::rows).sum();
        return new CompactThrift()
                .element(file -> file.i32(1, FORMAT)
                        .structs(2, schema.elements(), schema.body())
                        .i64(3, rows)
                        .structs(
                                4,
                                groups.size(),
                                list -> groups.forEach(group -> list.element(each -> write(group, each))))
                        .text(6, "remine"))
                .toBytes();
    }

    private static void write(RowGroup group, CompactThrift struct) {
        struct.structs(1, group.pages().size(), list -> group.pages()
                        .forEach(page -> list.element(
                                chunk -> chunk.i64(2, page.position()).struct(3, metadata -> write(page, metadata)))))
                .i64(2, group.bytes())
                .i64(3, group.rows());
    }

    private static void write(Page page, CompactThrift metadata) {
        ValueType type = page.column().type;
        metadata.i32(1, type.code)
                .i32s(2, PLAIN, RLE)
                .texts(3, page.column().path)
                .i32(4, UNCOMPRESSED)
                .i64(5, page.values())
                .i64(6, page.bytes())
                .i64(7, page.bytes())
                .i64(9, page.position());
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
