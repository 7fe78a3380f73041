package io.remine.streams.snapshot;

import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import io.remine.state.index.Segment.Row;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is left of a bucket when its segments have been applied to each other. */
final class BucketRows {

    private BucketRows() {}

    /**
     * Reads the bucket's segments and applies them.
     *
     * @return one row for each live document, by age
     * @throws CorruptDataException if a segment is not what the manifest says
     * @throws IOException if a segment cannot be read
     */
    static List<Row> read(Manifest.Bucket bucket, Manifest manifest, BlobSource blobs) throws IOException {
        Map<DocumentId, Row> live = new LinkedHashMap<>();
        for (SegmentRef reference : bucket.segments()) {
            Segment segment = SegmentCodec.read(blobs.read(reference.blob()));
            if (segment.bucket() != bucket.number()
                    || !segment.generation().equals(manifest.generation())
                    || segment.dimension() != manifest.dimension()) {
                throw new CorruptDataException(
                        "segment %s in bucket %d of manifest %s is of another bucket, generation or dimension"
                                .formatted(reference.blob().hash(), bucket.number(), manifest.id()));
            }
            segment.deletions().forEach(deletion -> live.remove(deletion.id()));
            segment.rows().forEach(row -> live.put(row.id(), row));
        }
        return List.copyOf(live.values());
    }
}
