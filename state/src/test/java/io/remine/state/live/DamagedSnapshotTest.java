package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.live.LiveState.Topic;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot that was damaged on its way, or is not what it should be: found before the swap, and counted once. */
class DamagedSnapshotTest {

    private static final int DIMENSION = 4;
    private static final int PLACES = 1_000;
    private static final int PLACES_BEFORE_CUTTING = 100;
    private static final Generation OTHER = new Generation(1);

    @TempDir
    private Path directory;

    private final IndexTopic indexes = new IndexTopic(DIMENSION, 3);
    private LiveCaches caches;
    private LiveState state;
    private long refused;

    @BeforeEach
    void serve() throws IOException {
        caches = LiveCaches.open(directory);
        state = new LiveState(LiveIndexOptions.of("unused:9092", directory).withoutEncoders(), caches);
        state.caughtUp();
        indexes.index("index/1").forEach(this::read);
        assertShown("index/1");
    }

    @AfterEach
    void close() throws IOException {
        state.close();
        caches.close();
    }

    @Test
    void aBitFlippedAtEveryByteOfASmallBlobIsFound() {
        byte[] segment = indexes.segment("index/2");
        read(indexes.manifest("index/2", segment));
        KeyedBytes chunk = Blobs.split(segment).get(0);
        for (int at = 0; at < chunk.value().length; at++) {
            assertRefused(new KeyedBytes(chunk.key(), flipped(chunk.value(), 8L * at + at % 8)));
        }
        for (int at = 0; at < segment.length; at++) { // before it was cut into chunks: their checksums are right
            byte[] value =
                    Blobs.split(flipped(segment, 8L * at + at % 8)).get(0).value();
            assertRefused(new KeyedBytes(chunk.key(), value));
        }
        assertShown("index/1");

        read(chunk);
        assertShown("index/2");
    }

    @Test
    void aBitFlippedAtAThousandPlacesOfALargeBlobIsFound() {
        long seed = System.nanoTime();
        System.out.println("DamagedSnapshotTest seed " + seed);
        Random random = new Random(seed);
        byte[] segment = indexes.segment("x".repeat(99_000));
        List<KeyedBytes> chunks = Blobs.split(segment);
        assertThat(chunks).hasSizeGreaterThan(1);
        read(indexes.manifest("index/2", segment));
        for (int place = 0; place < PLACES; place++) {
            KeyedBytes chunk = chunks.get(random.nextInt(chunks.size()));
            assertRefused(
                    new KeyedBytes(chunk.key(), flipped(chunk.value(), random.nextLong(8L * chunk.value().length))));
        }
        for (int place = 0; place < PLACES_BEFORE_CUTTING; place++) {
            List<KeyedBytes> damaged = Blobs.split(flipped(segment, random.nextLong(8L * segment.length)));
            for (int i = 0; i < chunks.size() - 1; i++) {
                read(new KeyedBytes(chunks.get(i).key(), damaged.get(i).value()));
            }
            int last = chunks.size() - 1;
            assertRefused(
                    new KeyedBytes(chunks.get(last).key(), damaged.get(last).value()));
            Blobs.tombstones(BlobRef.of(segment)).forEach(this::read); // or each of the next would be one too many
        }
        assertShown("index/1");

        chunks.forEach(this::read);
        assertShown("index/2");
    }

    @Test
    void aBlobCutAtEveryChunkIsNotShown() {
        byte[] segment = indexes.segment("y".repeat(199_000));
        List<KeyedBytes> chunks = Blobs.split(segment);
        assertThat(chunks).hasSizeGreaterThan(2);
        read(indexes.manifest("index/2", segment));
        for (KeyedBytes missing : chunks) {
            chunks.stream().filter(chunk -> !chunk.equals(missing)).forEach(this::read);
            for (int kept : new int[] {0, 24, 25, missing.value().length / 2, missing.value().length - 1}) {
                assertRefused(new KeyedBytes(missing.key(), Arrays.copyOf(missing.value(), kept)));
            }
            assertShown("index/1");
            Blobs.tombstones(BlobRef.of(segment)).forEach(this::read);
        }
        assertThat(state.status().problems()).containsOnlyKeys(Problem.MALFORMED_RECORD);

        chunks.forEach(this::read);
        assertShown("index/2");
    }

    @Test
    void whatBelongsToAnotherGenerationIsRefused() {
        byte[] segment = indexes.segment("index/2");
        Blobs.split(segment).forEach(this::read);
        byte[] ofOther = manifest("index/2", OTHER, segment);
        assertRefused(new KeyedBytes(Manifest.key(Generation.FIRST), ofOther));
        read(new KeyedBytes(Manifest.key(OTHER), ofOther)); // somebody else's business
        assertRefused(
                new KeyedBytes(Manifest.key(Generation.FIRST), "{\"format\":1}".getBytes(StandardCharsets.UTF_8)));
        assertShown("index/1");

        Release release = new Release(Optional.of(ModelVersion.parse("life/1")), OTHER, "test", 0);
        state.accept(
                Topic.RELEASES, Release.PIN_KEY.getBytes(StandardCharsets.UTF_8), RecordValue.of(release.toJson()));
        refused++;
        assertCounted();
        assertThat(state.status().released()).isEmpty();
    }

    @Test
    void aCacheThatIsFullKeepsWhatIsSearched() throws IOException {
        state.close();
        long segmentBytes = indexes.segment("index/0").length;
        LiveIndexOptions options =
                LiveIndexOptions.of("unused:9092", directory).withoutEncoders().withMaxCacheBytes(3 * segmentBytes);
        state = new LiveState(options, caches);
        state.caughtUp();
        for (int checkpoint = 1; checkpoint <= 8; checkpoint++) {
            indexes.index("index/" + checkpoint).forEach(this::read);
            assertShown("index/" + checkpoint);
            assertThat(caches.index().hashes()).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(state.status().problems()).isEmpty();
    }

    private void assertRefused(KeyedBytes record) {
        read(record);
        refused++;
        assertCounted();
    }

    private void assertCounted() {
        assertThat(state.status().problems()).containsEntry(Problem.MALFORMED_RECORD, refused);
    }

    private void read(KeyedBytes record) {
        state.accept(Topic.INDEX, record.key(), RecordValue.of(record.value()));
        state.refresh();
    }

    private void assertShown(String manifest) {
        assertThat(state.status().manifest()).contains(ManifestId.parse(manifest));
    }

    private static byte[] manifest(String id, Generation generation, byte[] segment) {
        SegmentRef reference = new SegmentRef(BlobRef.of(segment), 12, 0);
        return new Manifest(
                        ManifestId.parse(id),
                        generation,
                        DIMENSION,
                        12,
                        List.of(new Manifest.Bucket(0, List.of(reference))),
                        InputOffsets.NONE,
                        0)
                .toJson();
    }

    private static byte[] flipped(byte[] bytes, long bit) {
        byte[] flipped = bytes.clone();
        flipped[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
