package io.remine.operators.indexing;

import io.remine.state.index.SegmentRef;
import java.util.List;

/**
 * When a bucket's base is written anew instead of one more delta: when the deltas, with the new one, would outgrow a third of
 * the base, so that every row is rewritten a bounded number of times while an index grows; or when there are too many of them
 * to fetch.
 */
final class SegmentRule {

    /** Most deltas of a bucket. */
    static final int MAX_DELTAS = 16;

    private SegmentRule() {}

    /**
     * Whether to rewrite.
     *
     * @param segments what makes up the bucket, the base first
     * @param changed documents that the new delta would hold or delete
     */
    static boolean rewrites(List<SegmentRef> segments, int changed) {
        if (segments.isEmpty() || segments.size() > MAX_DELTAS) {
            return true;
        }
        long inDeltas = segments.stream()
                .skip(1)
                .mapToLong(delta -> (long) delta.rows() + delta.deletions())
                .sum();
        return 3 * (inDeltas + changed) > segments.get(0).rows();
    }
}
