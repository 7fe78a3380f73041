package io.remine.operators.indexing;

import static java.util.Comparator.comparingDouble;

import io.remine.state.index.SegmentRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the buckets that have changed are written anew at a barrier, as one base or, if they have outgrown their size, as
 * several. A bucket is due when its deltas, with the new one, would outgrow a third of the base, so that every row is written
 * a bounded number of times while an index grows; when there are {@value #DUE_SEGMENTS} segments to fetch; or when it has too
 * many documents. So that a barrier passes in bounded time, only so many rows are written anew at one, those of the most
 * overgrown buckets first; the others write a delta once more. A bucket with {@value #MAX_SEGMENTS} segments, or with deltas
 * larger than its base, waits no longer.
 */
final class RewriteRule {

    /** From so many segments on a bucket is due. */
    static final int DUE_SEGMENTS = 9;

    /** Most segments of a bucket; of {@value ShardBuckets#MAX_BUCKETS} buckets a manifest then names what fits one record. */
    static final int MAX_SEGMENTS = 24;

    /** Rows that may be written anew for each one that has changed: more than become due in the long run. */
    private static final int PER_CHANGE = 4;

    private RewriteRule() {}

    /**
     * A bucket that has changed.
     *
     * @param segments what makes it up, the base first
     * @param documents how many are live in it now
     * @param changed how many the new delta would hold or delete
     * @param splits whether it has outgrown its size, and would split
     */
    record Changed(int bucket, List<SegmentRef> segments, int documents, int changed, boolean splits) {

        private long base() {
            return segments.isEmpty() ? 0 : segments.get(0).rows();
        }

        private long deltas() {
            return changed
                    + segments.stream()
                            .skip(1)
                            .mapToLong(delta -> (long) delta.rows() + delta.deletions())
                            .sum();
        }
    }

    /**
     * The numbers of the buckets to write anew.
     *
     * @param rewriteRows how many rows they may have together
     */
    static Set<Integer> choose(List<Changed> all, int rewriteRows) {
        long changed = all.stream().mapToLong(Changed::changed).sum();
        long left = Math.max(rewriteRows, PER_CHANGE * changed);
        List<Changed> due = new ArrayList<>(all);
        due.removeIf(bucket -> !isDue(bucket));
        due.sort(comparingDouble(RewriteRule::overgrowth).reversed().thenComparing(Changed::bucket));
        Set<Integer> chosen = new HashSet<>();
        for (Changed bucket : due) {
            if (chosen.isEmpty() || bucket.documents() <= left || waitsNoLonger(bucket)) {
                chosen.add(bucket.bucket());
                left -= bucket.documents();
            }
        }
        return chosen;
    }

    private static boolean isDue(Changed bucket) {
        return bucket.segments().size() >= DUE_SEGMENTS || 3 * bucket.deltas() > bucket.base() || bucket.splits();
    }

    private static boolean waitsNoLonger(Changed bucket) {
        return bucket.segments().size() >= MAX_SEGMENTS || bucket.deltas() > bucket.base();
    }

    private static double overgrowth(Changed bucket) {
        return Math.max(
                (double) bucket.segments().size() / MAX_SEGMENTS,
                (double) bucket.deltas() / Math.max(1, bucket.base()));
    }
}
