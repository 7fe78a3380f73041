package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Segment.Deletion;
import io.remine.state.index.Segment.Row;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Segments as safetensors: layout 4 if vectors are written as whole numbers, else 3 if a document has attributes, else 2 if one
 * has a scope, else 1. Equal segments make equal bytes, and so have one name.
 *
 * <p>Tensors: {@code versions} I64 [rows], {@code deletedVersions} I64 [deletions], the
 * {@link VectorTensors vectors}, in layout 4 perhaps their {@link CodeTensors codes}, and four lists of strings {@code ids}, {@code texts} (absent if no row has one), {@code scopes} (absent if no row has
 * one, in layout 2 never; empty where a row has none) and {@code deletedIds}: U8 their UTF-8 bytes back to back, with I64 {@code idEnds},
 * {@code textEnds}, {@code scopeEnds}, {@code deletedIdEnds} the offset at which each ends; from layout 3 on
 * {@link AttributeTensors attributes}. Metadata: {@code format}, {@code bucket}, {@code generation}, {@code dimension},
 * decimal.
 */
public final class SegmentCodec {

    private static final int FORMAT_WITHOUT_SCOPES = 1;
    static final int FORMAT_WITH_SCOPES =
            2; // whoever ignored scopes would show documents to queries that may not see them
    static final int FORMAT_WITH_ATTRIBUTES = 3;
    static final int FORMAT_WITH_INT8 = 4;

    private SegmentCodec() {}

    /**
     * The bytes of the segment.
     *
     * @throws IllegalArgumentException if they do not fit into one blob
     */
    public static byte[] write(Segment segment, VectorEncoding encoding) {
        List<Row> rows = segment.rows();
        List<Deletion> deletions = segment.deletions();
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(Tensor.of("versions", rows.stream().mapToLong(Row::version).toArray()));
        tensors.add(Tensor.of(
                "deletedVersions",
                deletions.stream().mapToLong(Deletion::version).toArray()));
        List<float[]> vectors = rows.stream().map(Row::vector).toList();
        VectorTensors.write(vectors, segment.dimension(), encoding, tensors);
        if (encoding == VectorEncoding.PQ) {
            CodeTensors.write(vectors, segment.dimension(), tensors);
        }
        Strings.write("id", rows.stream().map(row -> row.id().value()).toList(), tensors);
        Strings.write(
                "deletedId", deletions.stream().map(row -> row.id().value()).toList(), tensors);
        if (rows.stream().anyMatch(row -> !row.text().isEmpty())) {
            Strings.write("text", rows.stream().map(Row::text).toList(), tensors);
        }
        boolean hasScopes = rows.stream().anyMatch(row -> row.scope().isPresent());
        if (hasScopes) {
            Strings.write(
                    "scope", rows.stream().map(row -> row.scope().orElse("")).toList(), tensors);
        }
        boolean hasAttributes = rows.stream().anyMatch(row -> !row.attributes().isEmpty());
        if (hasAttributes) {
            AttributeTensors.write(rows.stream().map(Row::attributes).toList(), tensors);
        }
        tensors.sort((a, b) -> b.type().bytes() - a.type().bytes()); // the widest first: all numbers lie aligned
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", String.valueOf(format(encoding, hasScopes, hasAttributes)));
        metadata.put("bucket", String.valueOf(segment.bucket()));
        metadata.put("generation", String.valueOf(segment.generation().number()));
        metadata.put("dimension", String.valueOf(segment.dimension()));
        return SafeTensors.write(tensors, metadata);
    }

    private static int format(VectorEncoding encoding, boolean hasScopes, boolean hasAttributes) {
        if (encoding == VectorEncoding.INT8 || encoding == VectorEncoding.PQ) {
            return FORMAT_WITH_INT8;
        }
        return hasAttributes ? FORMAT_WITH_ATTRIBUTES : hasScopes ? FORMAT_WITH_SCOPES : FORMAT_WITHOUT_SCOPES;
    }

    /**
     * The segment in these bytes.
     *
     * @throws CorruptDataException if they hold none, or one of a newer format
     */
    public static Segment read(byte[] bytes) throws CorruptDataException {
        try {
            return SegmentColumns.read(ByteBuffer.wrap(bytes), false).toSegment();
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("segment of %d bytes: %s".formatted(bytes.length, e.getMessage()), e);
        }
    }

    /**
     * The format that the metadata names.
     *
     * @throws CorruptDataException if this release cannot read it
     */
    static int format(SafeTensors tensors) throws CorruptDataException {
        int format = Integer.parseInt(tensors.metadata("format"));
        if (format < FORMAT_WITHOUT_SCOPES || format > FORMAT_WITH_INT8) {
            throw new CorruptDataException(
                    "segment: format %d, this release reads %d to %d; use a newer release to read it"
                            .formatted(format, FORMAT_WITHOUT_SCOPES, FORMAT_WITH_INT8));
        }
        return format;
    }
}
