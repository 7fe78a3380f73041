package io.remine.operators.indexing;

import io.remine.state.index.VectorEncoding;
import java.io.Serializable;

/**
 * How documents are gathered, encoded and written.
 *
 * @param shards how many buckets documents are hashed into before any splits; the same for as long as there is state
 * @param bucketRows a bucket of more documents splits when it is written anew, at least 1
 * @param rewriteRows how many rows of buckets are written anew at one barrier, at least 1; four times as many as have changed, if
 *     that is more
 * @param deletedMillis how long a deleted document is remembered, so that an older change cannot bring it back, at least 0
 * @param vectors how segments write their vectors; what is written already stays until its bucket is rewritten
 * @param encodeBatch how many changed documents are encoded at once, at least 1
 * @param encodeDelayMillis how long a changed document waits for others at most, at least 0
 */
public record BucketSettings(
        int shards,
        int bucketRows,
        int rewriteRows,
        long deletedMillis,
        VectorEncoding vectors,
        int encodeBatch,
        long encodeDelayMillis)
        implements Serializable {

    public BucketSettings {
        Buckets.check(shards);
        if (bucketRows < 1 || rewriteRows < 1) {
            throw new IllegalArgumentException("buckets of %d rows, %d rows written anew at a barrier; at least 1"
                    .formatted(bucketRows, rewriteRows));
        }
        if (deletedMillis < 0) {
            throw new IllegalArgumentException(
                    "deleted documents remembered for %d ms, must be at least 0".formatted(deletedMillis));
        }
        if (encodeBatch < 1 || encodeDelayMillis < 0) {
            throw new IllegalArgumentException(
                    "batch of %d documents after %d ms; at least 1 and 0".formatted(encodeBatch, encodeDelayMillis));
        }
    }
}
