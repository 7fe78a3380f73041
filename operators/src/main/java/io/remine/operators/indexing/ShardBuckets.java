package io.remine.operators.indexing;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which buckets a shard consists of: extendible hashing (Fagin, Nievergelt, Pippenger, Strong: Extendible Hashing, 1979). A
 * bucket of depth <i>d</i> holds the slots that agree in their lowest <i>d</i> bits, which are its prefix; when it splits, those
 * with one bit more. Its number is shard + shards × prefix: the number of one that has split stays that of its first part.
 */
final class ShardBuckets {

    /** Most bits of a prefix. */
    static final int MAX_DEPTH = 8;

    /** No bucket splits if that would make more of all shards together. */
    static final int MAX_BUCKETS = 256;

    private final int shard;
    private final int shards;
    private final int[] depthOf = new int[Buckets.SLOTS]; // of the bucket that holds the slot

    /** A shard of one bucket. */
    ShardBuckets(int shard, int shards) {
        this.shard = shard;
        this.shards = shards;
    }

    /** The shard that a bucket belongs to. */
    static int shardOf(int bucket, int shards) {
        return bucket % shards;
    }

    /** Learns of a bucket that there is. */
    void add(int bucket, int depth) {
        int prefix = bucket / shards;
        slots(prefix, depth).forEach(slot -> depthOf[slot] = depth);
    }

    /** The number of the bucket that holds the slot. */
    int bucket(int slot) {
        return number(slot & mask(depthOf[slot]));
    }

    int depth(int bucket) {
        return depthOf[bucket / shards];
    }

    /** The slots of a bucket. */
    int[] slots(int bucket) {
        return slots(bucket / shards, depth(bucket)).toArray();
    }

    /** How deep a bucket of so many documents must be for no more than so many to be in one, as far as it can. */
    int depthFor(int bucket, int documents, int bucketRows) {
        int depth = depth(bucket);
        long parts = 1;
        while (documents > parts * bucketRows && depth < MAX_DEPTH && (2L << depth) * shards <= MAX_BUCKETS) {
            parts *= 2;
            depth++;
        }
        return depth;
    }

    /** Splits a bucket until its parts are so deep; the numbers of the parts, the bucket's own first. */
    List<Integer> split(int bucket, int depth) {
        int before = depth(bucket);
        int prefix = bucket / shards;
        List<Integer> parts = IntStream.range(0, 1 << (depth - before))
                .mapToObj(part -> number(prefix | part << before))
                .toList();
        parts.forEach(part -> add(part, depth));
        return parts;
    }

    private int number(int prefix) {
        return shard + shards * prefix;
    }

    private static IntStream slots(int prefix, int depth) {
        return IntStream.iterate(prefix, slot -> slot < Buckets.SLOTS, slot -> slot + (1 << depth));
    }

    private static int mask(int depth) {
        return (1 << depth) - 1;
    }
}
