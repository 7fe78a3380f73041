package io.remine.state.index;

import static java.util.Comparator.comparing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Segment.Row;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.ReferenceCount;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The live documents of one bucket: what is left when its segments have been applied to each other, ordered by
 * {@link ScopeRuns scope}, then age. Immutable, and shared by every view whose manifest lists the same segments.
 */
final class IndexBlock {

    private final List<DocumentId> ids;
    private final long[] versions;
    private final List<String> texts;
    private final ScopeRuns scopes;
    private final BlockAttributes attributes;
    private final Map<DocumentId, Integer> rows;
    private final NDArray vectors; // [rows, dimension]
    private final ReferenceCount references;

    private IndexBlock(List<Row> live, int dimension, Placement placement) {
        this.ids = live.stream().map(Row::id).toList();
        this.versions = live.stream().mapToLong(Row::version).toArray();
        this.texts = live.stream().map(Row::text).toList();
        this.scopes = ScopeRuns.of(live.stream().map(Row::scope).toList());
        this.attributes = BlockAttributes.of(live.stream().map(Row::attributes).toList());
        this.rows = new HashMap<>(2 * ids.size());
        for (int row = 0; row < ids.size(); row++) {
            rows.put(ids.get(row), row);
        }
        NDManager manager = PyTorch.newManager(placement.device());
        this.references = new ReferenceCount(manager::close);
        this.vectors = vectors(live, dimension, placement, manager);
    }

    /**
     * Reads the bucket's segments and applies them.
     *
     * @throws CorruptDataException if a segment is not what the manifest says
     */
    static IndexBlock build(Manifest.Bucket bucket, Manifest manifest, BlobSource blobs, Placement placement)
            throws IOException {
        Map<DocumentId, Row> live = new LinkedHashMap<>();
        for (SegmentRef reference : bucket.segments()) {
            Segment segment = SegmentCodec.read(blobs.read(reference.blob()));
            checkIsOf(manifest, bucket, reference, segment);
            segment.deletions().forEach(deletion -> live.remove(deletion.id()));
            segment.rows().forEach(row -> live.put(row.id(), row));
        }
        List<Row> byScope = live.values().stream()
                .sorted(comparing(Row::scope, ScopeRuns.ORDER))
                .toList(); // stable: then by age
        return new IndexBlock(byScope, manifest.dimension(), placement);
    }

    int rows() {
        return ids.size();
    }

    DocumentId id(int row) {
        return ids.get(row);
    }

    /** Orders the changes of the row's document. */
    long version(int row) {
        return versions[row];
    }

    String text(int row) {
        return texts.get(row);
    }

    /** Which rows have which scope. */
    ScopeRuns scopes() {
        return scopes;
    }

    /** Which rows have which attributes. */
    BlockAttributes attributes() {
        return attributes;
    }

    /** The document's row, or null. */
    Integer rowOf(DocumentId id) {
        return rows.get(id);
    }

    /** One row for each document; to be read only, and only while the block is held. */
    NDArray vectors() {
        return vectors;
    }

    boolean retain() {
        return references.retain();
    }

    void release() {
        references.release();
    }

    private static NDArray vectors(List<Row> live, int dimension, Placement placement, NDManager manager) {
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(live.size(), dimension));
        live.forEach(row -> values.put(row.vector()));
        Shape shape = new Shape(live.size(), dimension);
        try (NDManager host = PyTorch.newManager(Device.cpu())) {
            NDArray overJavaMemory = host.create(values.flip(), shape);
            NDArray rounded = placement.precision() == BlockPrecision.SINGLE
                    ? overJavaMemory.duplicate() // in the engine's memory: Java's direct memory has a tight bound
                    : overJavaMemory.toType(placement.precision().type(), true);
            NDArray placed = rounded.toDevice(placement.device(), false);
            placed.attach(manager);
            return placed;
        }
    }

    private static void checkIsOf(Manifest manifest, Manifest.Bucket bucket, SegmentRef reference, Segment segment)
            throws CorruptDataException {
        if (segment.bucket() != bucket.number()
                || !segment.generation().equals(manifest.generation())
                || segment.dimension() != manifest.dimension()
                || segment.rows().size() != reference.rows()
                || segment.deletions().size() != reference.deletions()) {
            throw new CorruptDataException(
                    "segment %s holds bucket %d, %s, dimension %d, %d rows and %d deletions; manifest %s says bucket %d, %s, dimension %d, %d and %d"
                            .formatted(
                                    reference.blob().hash(),
                                    segment.bucket(),
                                    segment.generation(),
                                    segment.dimension(),
                                    segment.rows().size(),
                                    segment.deletions().size(),
                                    manifest.id(),
                                    bucket.number(),
                                    manifest.generation(),
                                    manifest.dimension(),
                                    reference.rows(),
                                    reference.deletions()));
        }
    }
}
