package io.remine.operators.indexing;

import io.remine.state.index.SegmentRef;
import java.util.List;

/**
 * What makes up a bucket.
 *
 * @param segments the base, then its deltas, the oldest first
 * @param documents how many are live
 */
record BucketSegments(List<SegmentRef> segments, int documents) {

    static final BucketSegments EMPTY = new BucketSegments(List.of(), 0);

    BucketSegments {
        segments = List.copyOf(segments);
        if (documents < 0) {
            throw new IllegalArgumentException("%d documents of a bucket, must be at least 0".formatted(documents));
        }
    }
}
