package io.remine.streams.snapshot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.JsonFormat;
import io.remine.state.index.Segment;
import io.remine.state.record.Attributes;
import io.remine.streams.snapshot.ParquetColumn.ValueType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code documents.parquet}: {@code id}, {@code version}, {@code text}; {@code scope} and {@code attributes} (JSON, a list of
 * values for each name), null where a document has none; {@code vector}, a list of floats. A row group is in memory at a time.
 */
final class ParquetExport implements IndexExport {

    private static final int ROW_GROUP_BYTES = 32 << 20;

    private static final int REQUIRED = 0;
    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int UTF8 = 0;
    private static final int LIST = 3;
    private static final int JSON = 19;

    private final ParquetColumn ids = ParquetColumn.required("id", ValueType.BYTE_ARRAY);
    private final ParquetColumn versions = ParquetColumn.required("version", ValueType.INT64);
    private final ParquetColumn texts = ParquetColumn.required("text", ValueType.BYTE_ARRAY);
    private final ParquetColumn scopes = ParquetColumn.optional("scope", ValueType.BYTE_ARRAY);
    private final ParquetColumn attributes = ParquetColumn.optional("attributes", ValueType.BYTE_ARRAY);
    private final ParquetColumn vectors = ParquetColumn.list("vector", ValueType.FLOAT);
    private final ParquetFile file;
    private int rows;

    ParquetExport(Path directory) throws IOException {
        file = new ParquetFile(
                directory.resolve("documents.parquet"),
                new ParquetFile.Schema(9, ParquetExport::schema),
                List.of(ids, versions, texts, scopes, attributes, vectors));
    }

    @Override
    public void add(Segment.Row row) throws IOException {
        ids.add(row.id().value());
        versions.add(row.version());
        texts.add(row.text());
        row.scope().ifPresentOrElse(scopes::add, scopes::addAbsent);
        if (row.attributes().isEmpty()) {
            attributes.addAbsent();
        } else {
            attributes.add(json(row.attributes()));
        }
        vectors.add(row.vector());
        rows++;
        if (texts.bytes() + attributes.bytes() + vectors.bytes() > ROW_GROUP_BYTES) {
            endRowGroup();
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            if (rows > 0) {
                endRowGroup();
            }
        }
    }

    private void endRowGroup() throws IOException {
        file.endRowGroup(rows);
        rows = 0;
    }

    private static String json(Attributes said) {
        ObjectNode json = JsonFormat.object();
        said.values().forEach((name, values) -> values.forEach(json.withArray(name)::add));
        return json.toString();
    }

    private static void schema(CompactThrift elements) {
        elements.element(root -> root.text(4, "document").i32(5, 6))
                .element(
                        leaf -> leaf(leaf, ValueType.BYTE_ARRAY, REQUIRED, "id").i32(6, UTF8))
                .element(leaf -> leaf(leaf, ValueType.INT64, REQUIRED, "version"))
                .element(leaf ->
                        leaf(leaf, ValueType.BYTE_ARRAY, REQUIRED, "text").i32(6, UTF8))
                .element(leaf ->
                        leaf(leaf, ValueType.BYTE_ARRAY, OPTIONAL, "scope").i32(6, UTF8))
                .element(leaf ->
                        leaf(leaf, ValueType.BYTE_ARRAY, OPTIONAL, "attributes").i32(6, JSON))
                .element(group ->
                        group.i32(3, REQUIRED).text(4, "vector").i32(5, 1).i32(6, LIST))
                .element(group -> group.i32(3, REPEATED).text(4, "list").i32(5, 1))
                .element(leaf -> leaf(leaf, ValueType.FLOAT, REQUIRED, "element"));
    }

    private static CompactThrift leaf(CompactThrift element, ValueType type, int repetition, String name) {
        return element.i32(1, type.code).i32(3, repetition).text(4, name);
    }
}
