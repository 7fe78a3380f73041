package io.remine.operators.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.indexing.IndexingHarness.Checkpoint;
import io.remine.state.blob.BlobCache;
import io.remine.state.index.Manifest;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an index that goes on for long, or grows large. */
@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class IndexGrowthTest {

    private static final DocumentEncoder.Factory ENCODERS = FakeEncoder::new;

    @TempDir
    private Path directory;

    private BlobCache cache;

    @BeforeEach
    void openCache() throws Exception {
        cache = BlobCache.open(directory.resolve("cache"));
    }

    @AfterEach
    void closeCache() throws Exception {
        cache.close();
    }

    @Test
    void endlessUpsertsLeaveAtMostTwiceTheBytesOfAFreshSnapshotAfterCompaction() throws Exception {
        int documents = 5_000;
        int upserts = 100_000;
        long seed = System.nanoTime();
        System.out.println("IndexGrowthTest seed " + seed);
        Random random = new Random(seed);
        Map<String, String> texts = new HashMap<>();
        long bytes;
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            for (int i = 0; i < upserts; i++) {
                String id = "document-" + random.nextInt(documents);
                String text = "text %06d".formatted(i);
                index.change(upsert(id, text, i));
                texts.put(id, text);
                if (i % 1_000 == 999) {
                    index.time(i);
                    index.barrier();
                    assertThat(mostSegments(index)).isLessThanOrEqualTo(RewriteRule.DUE_SEGMENTS);
                }
            }
            index.time(upserts + IndexingHarness.GRACE_MILLIS);
            index.barrier();
            assertThat(index.view().keySet()).isEqualTo(texts.keySet());
            assertThat(index.liveBlobs())
                    .as("every other blob has its tombstone")
                    .isEqualTo(segments(index).size());
            bytes = index.liveBytes();
        }
        try (IndexingHarness fresh = new IndexingHarness(cache, ENCODERS, null)) {
            for (Map.Entry<String, String> document : texts.entrySet()) {
                fresh.change(upsert(document.getKey(), document.getValue(), 1));
            }
            fresh.barrier();
            assertThat((double) bytes / fresh.liveBytes())
                    .as("%d bytes, fresh %d", bytes, fresh.liveBytes())
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void bucketsSplitAsTheyGrowAndNoManifestShowsADocumentTwiceOrNotAtAll() throws Exception {
        BucketSettings settings = new BucketSettings(
                IndexingHarness.BUCKETS,
                40,
                100,
                IndexingHarness.DELETED_MILLIS,
                VectorEncoding.HALF,
                IndexingHarness.BATCH,
                100);
        long seed = System.nanoTime();
        System.out.println("IndexGrowthTest seed " + seed);
        Random random = new Random(seed);
        Map<String, String> texts = new TreeMap<>();
        Checkpoint checkpoint = null;
        int buckets = 0;
        for (int life = 0; life < 4; life++) {
            try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, settings, checkpoint)) {
                for (int round = 0; round < 12; round++) {
                    for (int i = 0; i < 50; i++) {
                        String id = "document-" + random.nextInt(300 * (life + 1));
                        if (random.nextInt(10) == 0) {
                            index.change(new DocumentChange.Deletion(new DocumentId(id), OptionalLong.empty()));
                            texts.remove(id);
                        } else {
                            String text = "text " + random.nextInt(1_000);
                            index.change(upsert(id, text, -1));
                            texts.put(id, text);
                        }
                    }
                    checkpoint = index.barrier();

                    Map<String, String> found = new TreeMap<>();
                    index.view().forEach((id, document) -> found.put(id, document.text()));
                    assertThat(found).isEqualTo(texts);
                    assertThat(index.newest().orElseThrow().documents()).isEqualTo(texts.size());
                }
                int now = index.newest().orElseThrow().buckets().size();
                assertThat(now).isGreaterThanOrEqualTo(buckets);
                buckets = now;
            }
        }
        assertThat(buckets).as("buckets of %d documents", texts.size()).isGreaterThan(3 * IndexingHarness.BUCKETS);
    }

    @Test
    void rowsThatAreWrittenAnewAtOneBarrierAreBoundedAlsoWhenAllBucketsAreDue() throws Exception {
        int documents = 3_000;
        int changes = 20;
        int bucketRows = 100;
        int rewriteRows = 150;
        BucketSettings settings = new BucketSettings(
                IndexingHarness.BUCKETS, bucketRows, rewriteRows, 0, VectorEncoding.HALF, IndexingHarness.BATCH, 100);
        Random random = new Random(1);
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, settings, null)) {
            for (int i = 0; i < documents; i++) {
                index.change(upsert("document-" + i, "first", 1));
            }
            index.barrier();
            int most = 0;
            int bases = 0;
            for (int round = 0; round < 150; round++) {
                Set<SegmentRef> before = segments(index);
                for (int i = 0; i < changes; i++) {
                    index.change(upsert("document-" + random.nextInt(documents), "text " + round, round + 2));
                }
                index.barrier();
                int rewritten = 0;
                for (Manifest.Bucket bucket : index.newest().orElseThrow().buckets()) {
                    if (!before.contains(bucket.segments().get(0))) {
                        rewritten += bucket.segments().get(0).rows();
                        bases++;
                    }
                }
                most = Math.max(most, rewritten);
                assertThat(mostSegments(index)).isLessThanOrEqualTo(RewriteRule.MAX_SEGMENTS);
            }
            assertThat(bases).isPositive();
            assertThat(most).isLessThanOrEqualTo(rewriteRows);
            assertThat(index.view()).hasSize(documents);
        }
    }

    @Test
    void aDeletedDocumentStaysDeletedForAsLongAsItIsRemembered() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.time(1);
            index.change(upsert("gone", "text", 5));
            index.barrier();
            index.change(new DocumentChange.Deletion(new DocumentId("gone"), OptionalLong.of(6)));
            rewriteAll(index, 1);
            index.time(IndexingHarness.DELETED_MILLIS);
            rewriteAll(index, 2);
            index.change(upsert("gone", "late", 5));
            index.barrier();
            assertThat(index.view()).doesNotContainKey("gone");

            index.time(1 + IndexingHarness.DELETED_MILLIS);
            rewriteAll(index, 3);
            index.change(upsert("gone", "very late", 5));
            index.barrier();
            assertThat(index.view()).containsKey("gone");
        }
    }

    /** Changes so much that every bucket is written anew. */
    private static void rewriteAll(IndexingHarness index, int version) throws Exception {
        for (int i = 0; i < 30; i++) {
            index.change(upsert("other-" + i, "version " + version, version));
        }
        index.barrier();
    }

    private static int mostSegments(IndexingHarness index) {
        return index.newest().orElseThrow().buckets().stream()
                .mapToInt(bucket -> bucket.segments().size())
                .max()
                .orElse(0);
    }

    private static Set<SegmentRef> segments(IndexingHarness index) {
        Set<SegmentRef> segments = new HashSet<>();
        index.newest().orElseThrow().buckets().forEach(bucket -> segments.addAll(bucket.segments()));
        return segments;
    }

    private static DocumentChange upsert(String id, String text, long version) {
        return new DocumentChange.Upsert(
                new DocumentId(id), version < 0 ? OptionalLong.empty() : OptionalLong.of(version), text);
    }
}
