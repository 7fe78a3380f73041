package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Segment.Deletion;
import io.remine.state.index.Segment.Row;
import io.remine.state.model.Generation;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A segment column by column, as it lies in its bytes, with all that {@link Segment} asks of rows checked but that an id occurs
 * once: that whoever puts it into a table sees. Of bytes that somebody has accepted before, the layout is checked only.
 *
 * @param texts empty where a row has none
 * @param scopes empty where a row has none
 * @param attributes of each row; empty if no row has any
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SegmentColumns(
        int bucket,
        Generation generation,
        int dimension,
        StringColumn ids,
        long[] versions,
        TextColumn texts,
        StringColumn scopes,
        List<Attributes> attributes,
        VectorTensors vectors,
        Optional<CodeTensors> codes,
        StringColumn deletedIds,
        long[] deletedVersions) {

    /** @throws CorruptDataException if the bytes hold no segment, or one of a newer format */
    static SegmentColumns read(ByteBuffer bytes, boolean accepted) throws CorruptDataException {
        try {
            SegmentColumns columns = read(SafeTensors.read(bytes));
            if (!accepted) {
                columns.check();
            }
            return columns;
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("segment of %d bytes: %s".formatted(bytes.remaining(), e.getMessage()), e);
        }
    }

    private static SegmentColumns read(SafeTensors tensors) throws CorruptDataException {
        int format = SegmentCodec.format(tensors);
        int dimension = Integer.parseInt(tensors.metadata("dimension"));
        Segment.check("dimension", dimension, 1, Segment.MAX_DIMENSION);
        long[] versions = versions("versions", tensors);
        long[] deletedVersions = versions("deletedVersions", tensors);
        int rows = versions.length;
        boolean hasTexts = tensors.find(Strings.bytesName("text")).isPresent();
        boolean hasScopes = format == SegmentCodec.FORMAT_WITH_SCOPES
                || (format > SegmentCodec.FORMAT_WITH_SCOPES
                        && tensors.find(Strings.bytesName("scope")).isPresent());
        boolean mayHaveCodes = format >= SegmentCodec.FORMAT_WITH_INT8;
        boolean hasAttributes = format >= SegmentCodec.FORMAT_WITH_ATTRIBUTES && AttributeTensors.isIn(tensors);
        return new SegmentColumns(
                Integer.parseInt(tensors.metadata("bucket")),
                new Generation(Integer.parseInt(tensors.metadata("generation"))),
                dimension,
                StringColumn.read("id", rows, tensors),
                versions,
                hasTexts ? TextColumn.read("text", rows, tensors).apart() : TextColumn.empty(rows),
                hasScopes ? StringColumn.read("scope", rows, tensors) : StringColumn.empty(rows),
                hasAttributes ? AttributeTensors.read(rows, tensors) : List.of(),
                VectorTensors.read(rows, dimension, mayHaveCodes, tensors),
                mayHaveCodes ? CodeTensors.read(rows, dimension, tensors) : Optional.empty(),
                StringColumn.read("deletedId", deletedVersions.length, tensors),
                deletedVersions);
    }

    int rows() {
        return versions.length;
    }

    /** With an object for each row. */
    Segment toSegment() {
        List<Row> rows = new ArrayList<>(rows());
        for (int row = 0; row < rows(); row++) {
            Optional<String> scope = Optional.of(scopes.get(row)).filter(name -> !name.isEmpty());
            Attributes said = attributes.isEmpty() ? Attributes.NONE : attributes.get(row);
            rows.add(new Row(
                    new DocumentId(ids.get(row)), versions[row], texts.get(row), scope, said, vectors.row(row)));
        }
        List<Deletion> deletions = new ArrayList<>(deletedVersions.length);
        for (int row = 0; row < deletedVersions.length; row++) {
            deletions.add(new Deletion(new DocumentId(deletedIds.get(row)), deletedVersions[row]));
        }
        return new Segment(bucket, generation, dimension, rows, deletions);
    }

    private void check() throws CorruptDataException {
        texts.check();
        Segment.checkCounts(bucket, rows(), deletedVersions.length);
        checkIds(ids, versions);
        checkIds(deletedIds, deletedVersions);
        if (!scopes.isBlank()) {
            scopes.stream().filter(scope -> !scope.isEmpty()).distinct().forEach(Scopes::check);
        }
        int refused = vectors.firstRefused();
        if (refused >= 0) {
            Row.check(new DocumentId(ids.get(refused)), vectors.row(refused));
        }
    }

    private static void checkIds(StringColumn ids, long[] versions) {
        for (int row = 0; row < versions.length; row++) {
            if (versions[row] < 0 || !ids.isPlain(row, DocumentId.MAX_BYTES)) {
                Segment.checkVersion(
                        new DocumentId(ids.get(row)), versions[row]); // the id may be good, or says why not
            }
        }
    }

    private static long[] versions(String name, SafeTensors tensors) throws CorruptDataException {
        Tensor versions = tensors.tensor(name, Tensor.Type.I64);
        if (versions.shape().length != 1) {
            throw new CorruptDataException("segment: %s must have one dimension".formatted(versions));
        }
        return versions.toLongs();
    }
}
