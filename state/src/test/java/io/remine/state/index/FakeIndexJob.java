package io.remine.state.index;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.index.Segment.Deletion;
import io.remine.state.index.Segment.Row;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes segments and manifests as the index job does, in memory; knows which documents are live. */
final class FakeIndexJob implements BlobSource {

    final Map<DocumentId, Row> live = new HashMap<>();
    final Map<BlobHash, byte[]> blobs = new HashMap<>();

    /** Whether whoever reads its segments may know that somebody has read them before. */
    boolean accepted;

    private final int buckets;
    private final int dimension;
    private final VectorEncoding vectors;
    private final TreeMap<Integer, List<SegmentRef>> segments = new TreeMap<>();
    private final Map<DocumentId, Long> changed = new TreeMap<>();
    private long version;
    private long checkpoint;

    FakeIndexJob(int buckets, int dimension) {
        this(buckets, dimension, VectorEncoding.HALF);
    }

    FakeIndexJob(int buckets, int dimension, VectorEncoding vectors) {
        this.buckets = buckets;
        this.dimension = dimension;
        this.vectors = vectors;
    }

    void upsert(String id, String text, float... vector) {
        upsert(id, text, Optional.empty(), vector);
    }

    void upsert(String id, String text, Optional<String> scope, float... vector) {
        upsert(id, text, scope, Attributes.NONE, vector);
    }

    void upsert(String id, String text, Optional<String> scope, Attributes attributes, float... vector) {
        DocumentId document = new DocumentId(id);
        live.put(document, new Row(document, ++version, text, scope, attributes, vector));
        changed.put(document, version);
    }

    void delete(String id) {
        DocumentId document = new DocumentId(id);
        live.remove(document);
        changed.put(document, ++version);
    }

    /** Replaces all segments of a bucket by one. */
    void rewrite(int bucket) {
        changed.keySet().removeIf(id -> bucket(id) == bucket);
        segments.remove(bucket);
        List<Row> rows = live.values().stream()
                .filter(row -> bucket(row.id()) == bucket)
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .toList();
        add(bucket, rows, List.of());
    }

    /** Writes a delta for each bucket that changed. */
    Manifest checkpoint() {
        for (int bucket = 0; bucket < buckets; bucket++) {
            List<Row> rows = new ArrayList<>();
            List<Deletion> deletions = new ArrayList<>();
            for (var change : changed.entrySet()) {
                if (bucket(change.getKey()) == bucket && live.containsKey(change.getKey())) {
                    rows.add(live.get(change.getKey()));
                } else if (bucket(change.getKey()) == bucket) {
                    deletions.add(new Deletion(change.getKey(), change.getValue()));
                }
            }
            add(bucket, rows, deletions);
        }
        changed.clear();
        List<Manifest.Bucket> listed = new ArrayList<>();
        segments.forEach((bucket, refs) -> listed.add(new Manifest.Bucket(bucket, refs)));
        return new Manifest(
                new ManifestId(new TimelineId("test"), ++checkpoint),
                Generation.FIRST,
                dimension,
                live.size(),
                listed,
                InputOffsets.NONE,
                0);
    }

    @Override
    public byte[] read(BlobRef blob) throws IOException {
        byte[] bytes = blobs.get(blob.hash());
        if (bytes == null) {
            throw new NoSuchFileException(blob.hash().hex());
        }
        return bytes;
    }

    @Override
    public boolean isAccepted(BlobRef blob) {
        return accepted;
    }

    int bucket(DocumentId id) {
        return Math.floorMod(id.hashCode(), buckets);
    }

    private void add(int bucket, List<Row> rows, List<Deletion> deletions) {
        if (rows.isEmpty() && deletions.isEmpty()) {
            return;
        }
        VectorEncoding encoding = segments.containsKey(bucket) ? vectors.ofDeltas() : vectors;
        byte[] blob = SegmentCodec.write(new Segment(bucket, Generation.FIRST, dimension, rows, deletions), encoding);
        BlobRef reference = BlobRef.of(blob);
        blobs.put(reference.hash(), blob);
        segments.computeIfAbsent(bucket, number -> new ArrayList<>())
                .add(new SegmentRef(reference, rows.size(), deletions.size()));
    }
}
