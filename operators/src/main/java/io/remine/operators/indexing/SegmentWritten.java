package io.remine.operators.indexing;

import io.remine.state.blob.BlobRef;
import io.remine.state.index.SegmentRef;
import java.util.List;

/**
 * A bucket has changed.
 *
 * @param round checkpoint id of the barrier at which it did
 * @param segments what makes up the bucket now, the oldest first; empty if no document is left
 * @param documents how many are live in it now
 * @param unreferenced blobs that made it up before and do not any more
 */
public record SegmentWritten(
        int bucket, long round, List<SegmentRef> segments, int documents, List<BlobRef> unreferenced) {

    public SegmentWritten {
        segments = List.copyOf(segments);
        unreferenced = List.copyOf(unreferenced);
        if (bucket < 0 || round < 1 || documents < 0) {
            throw new IllegalArgumentException(
                    "bucket %d with %d documents in round %d; bucket and documents must be at least 0, round 1"
                            .formatted(bucket, documents, round));
        }
    }
}
