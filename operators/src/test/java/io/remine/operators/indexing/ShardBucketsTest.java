package io.remine.operators.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardBucketsTest {

    @Test
    void everySlotIsInOneBucketAndEveryBucketHasANumberOfItsOwnAfterAnySplits() {
        long seed = System.nanoTime();
        System.out.println("ShardBucketsTest seed " + seed);
        Random random = new Random(seed);
        Set<Integer> numbers = new HashSet<>();
        for (int shard = 0; shard < 3; shard++) {
            ShardBuckets buckets = new ShardBuckets(shard, 3);
            Map<Integer, Integer> depths = new HashMap<>(Map.of(shard, 0));
            for (int split = 0; split < 60; split++) {
                int bucket = List.copyOf(depths.keySet()).get(random.nextInt(depths.size()));
                int depth = Math.min(ShardBuckets.MAX_DEPTH, buckets.depth(bucket) + 1 + random.nextInt(2));
                buckets.split(bucket, depth).forEach(part -> depths.put(part, depth));
            }
            assertCovers(buckets, depths);
            ShardBuckets restored = new ShardBuckets(shard, 3);
            depths.forEach(restored::add);
            assertCovers(restored, depths);
            for (int bucket : depths.keySet()) {
                assertThat(ShardBuckets.shardOf(bucket, 3)).isEqualTo(shard);
                assertThat(numbers.add(bucket)).as("bucket %d once", bucket).isTrue();
            }
        }
    }

    @Test
    void aBucketSplitsUntilItsPartsAreSmallEnoughAndNoFurtherThanAManifestCanName() {
        ShardBuckets buckets = new ShardBuckets(0, 8);

        assertThat(buckets.depthFor(0, 100, 100)).isZero();
        assertThat(buckets.depthFor(0, 101, 100)).isEqualTo(1);
        assertThat(buckets.depthFor(0, 401, 100)).isEqualTo(3);
        assertThat(buckets.depthFor(0, Integer.MAX_VALUE, 1)).isEqualTo(5);
        assertThat(new ShardBuckets(0, 1).depthFor(0, Integer.MAX_VALUE, 1)).isEqualTo(ShardBuckets.MAX_DEPTH);
        assertThat(new ShardBuckets(0, 1_000).depthFor(0, Integer.MAX_VALUE, 1)).isZero();
    }

    private static void assertCovers(ShardBuckets buckets, Map<Integer, Integer> depths) {
        Set<Integer> covered = new HashSet<>();
        depths.forEach((bucket, depth) -> {
            assertThat(buckets.depth(bucket)).isEqualTo(depth);
            for (int slot : buckets.slots(bucket)) {
                assertThat(buckets.bucket(slot)).isEqualTo(bucket);
                assertThat(covered.add(slot)).isTrue();
            }
        });
        assertThat(covered)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, Buckets.SLOTS).boxed().toList());
    }
}
