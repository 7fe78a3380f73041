package io.remine.operators.indexing;

/**
 * What is remembered of a bucket.
 *
 * @param depth how many bits of a slot say that its documents are in this bucket
 */
record StoredBucket(int depth, BucketSegments content) {

    StoredBucket {
        if (depth < 0 || depth > ShardBuckets.MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "depth %d of a bucket, must be 0 to %d".formatted(depth, ShardBuckets.MAX_DEPTH));
        }
    }
}
