package io.remine.operators.indexing;

import io.remine.state.index.Segment;
import io.remine.state.record.DocumentId;
import java.util.zip.CRC32C;

/**
 * Where a document belongs. With <i>h</i> the CRC-32C of its id's UTF-8 as an unsigned number and <i>s</i> the number of shards:
 * in the shard <i>h</i> mod <i>s</i>, and there in the slot (<i>h</i> div <i>s</i>) mod {@value #SLOTS}. A shard begins as one
 * bucket, which splits as it grows: {@link ShardBuckets}.
 */
public final class Buckets {

    /** Slots of a shard: as many buckets may become of it. */
    static final int SLOTS = 1 << ShardBuckets.MAX_DEPTH;

    private Buckets() {}

    /** From 0 to {@code shards - 1}; a document's never changes while the number of shards does not. */
    public static int shard(DocumentId id, int shards) {
        return (int) (hash(id) % shards);
    }

    static int slot(DocumentId id, int shards) {
        return (int) (hash(id) / shards % SLOTS);
    }

    private static long hash(DocumentId id) {
        CRC32C checksum = new CRC32C();
        checksum.update(id.bytes());
        return checksum.getValue();
    }

    static void check(int shards) {
        if (shards < 1 || shards > Segment.MAX_BUCKETS) {
            throw new IllegalArgumentException("%d buckets, must be 1 to %d".formatted(shards, Segment.MAX_BUCKETS));
        }
    }
}
