package io.remine.state.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobAssemblerTest {

    private static final int LIMIT = 3_000_000;

    @TempDir
    Path directory;

    private BlobCache cache;
    private BlobAssembler assembler;

    @BeforeEach
    void open() throws IOException {
        cache = BlobCache.open(directory);
        assembler = new BlobAssembler(cache, new BlobAssembler.Limits(LIMIT, 3L * LIMIT));
    }

    @AfterEach
    void close() throws IOException {
        cache.close();
    }

    @Test
    void blobsComeTogetherFromAnyOrderWithRepeats() throws IOException {
        long seed = System.nanoTime();
        System.out.println("BlobAssemblerTest seed " + seed);
        Random random = new Random(seed);
        List<byte[]> blobs = List.of(blob(1, 2_500_000), blob(2, 1), blob(3, 900_000), blob(4, 900_001));
        List<KeyedBytes> records = new ArrayList<>();
        blobs.forEach(blob -> records.addAll(Blobs.split(blob)));
        blobs.forEach(blob -> records.addAll(Blobs.split(blob)));
        Collections.shuffle(records, random);
        List<BlobRef> completed = new ArrayList<>();
        for (KeyedBytes record : records) {
            accept(record).ifPresent(completed::add);
        }
        assertThat(completed)
                .containsExactlyInAnyOrderElementsOf(
                        blobs.stream().map(BlobRef::of).toList());
        for (byte[] blob : blobs) {
            assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
        }
        assertThat(incomingFiles()).isZero();
    }

    @Test
    void aBlobIsInvisibleWhileOneChunkIsMissing() throws IOException {
        byte[] blob = blob(1, LIMIT);
        List<KeyedBytes> records = Blobs.split(blob);
        for (int missing = 0; missing < records.size(); missing++) {
            for (int i = 0; i < records.size(); i++) {
                if (i != missing) {
                    assertThat(accept(records.get(i))).isEmpty();
                }
            }
            assertThat(cache.contains(BlobHash.of(blob))).isFalse();
            for (KeyedBytes tombstone : Blobs.tombstones(BlobRef.of(blob))) {
                accept(tombstone);
            }
        }
        assertThat(incomingFiles()).isZero();
    }

    @Test
    void aBlobOfValidChunksWithAnotherHashStaysInvisibleUntilTheyAreSentAgain() throws IOException {
        byte[] blob = blob(1, 1_000_000);
        List<KeyedBytes> records = Blobs.split(blob);
        ChunkKey first = ChunkKey.parse(records.get(0).key()).orElseThrow();
        byte[] other = new Chunk(first, blob.length, ByteBuffer.allocate(Blobs.MAX_CHUNK_BYTES)).encode();
        assembler.accept(first, RecordValue.of(other));
        assertThatThrownBy(() -> accept(records.get(1)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("another SHA-256");
        assertThat(cache.contains(first.blob())).isFalse();
        assertThat(accept(records.get(0))).contains(BlobRef.of(blob));
    }

    @Test
    void aChunkThatMisstatesTheSizeOfItsBlobNeitherHidesNorReplacesIt() throws IOException {
        byte[] blob = blob(1, 1000);
        KeyedBytes record = Blobs.split(blob).get(0);
        ChunkKey key = ChunkKey.parse(record.key()).orElseThrow();
        byte[] shorter = new Chunk(key, 999, ByteBuffer.wrap(blob, 0, 999)).encode();
        assertThatThrownBy(() -> assembler.accept(key, RecordValue.of(shorter)))
                .isInstanceOf(CorruptDataException.class);
        assertThat(accept(record)).contains(BlobRef.of(blob));
        assertThatThrownBy(() -> assembler.accept(key, RecordValue.of(shorter)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("has 999 bytes, it has 1000");
        assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
    }

    @Test
    void visibleIsExactlyWhatTheLogHoldsWhateverOrderItsPartitionsAreReadIn() throws IOException {
        long seed = System.nanoTime();
        System.out.println("BlobAssemblerTest seed " + seed);
        Random random = new Random(seed);
        byte[] blob = blob(1, 2_000_000);
        List<KeyedBytes> chunks = Blobs.split(blob);
        List<KeyedBytes> tombstones = Blobs.tombstones(BlobRef.of(blob));
        Map<Integer, Boolean> held = new HashMap<>();
        for (int step = 0; step < 60; step++) {
            int chunk = random.nextInt(chunks.size());
            boolean send = random.nextInt(3) > 0;
            accept(send ? chunks.get(chunk) : tombstones.get(chunk));
            held.put(chunk, send);
            boolean whole = held.size() == chunks.size() && !held.containsValue(false);
            assertThat(cache.contains(BlobHash.of(blob))).isEqualTo(whole);
        }
    }

    @Test
    void incompleteBlobsNeverPassTheirLimit() throws IOException {
        List<byte[]> blobs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            blobs.add(blob(i, LIMIT));
            accept(Blobs.split(blobs.get(i)).get(0));
            assertThat(incomingFiles()).isLessThanOrEqualTo(3);
        }
        byte[] newest = blobs.get(4);
        Optional<BlobRef> completed = Optional.empty();
        for (KeyedBytes record : Blobs.split(newest)) {
            completed = accept(record);
        }
        assertThat(completed).contains(BlobRef.of(newest));
    }

    @Test
    void noMoreSmallBlobsThanTheirLimitWaitForBytesThatFit() throws IOException {
        byte[] other = blob(0, 1);
        for (int i = 0; i < BlobAssembler.MAX_INCOMPLETE_BLOBS + 50; i++) {
            ChunkKey key = new ChunkKey(BlobHash.of(blob(i, 8)), 0);
            byte[] value = new Chunk(key, 1, ByteBuffer.wrap(other)).encode();
            assertThatThrownBy(() -> assembler.accept(key, RecordValue.of(value)))
                    .hasMessageContaining("another SHA-256");
        }
        assertThat(incomingFiles()).isEqualTo(BlobAssembler.MAX_INCOMPLETE_BLOBS);
    }

    @Test
    void aRestartKeepsWhatTheLogStillHoldsAndDropsTheRest() throws IOException {
        byte[] kept = blob(1, 1_000_000);
        byte[] gone = blob(2, 1_000_000);
        byte[] half = blob(3, 1_000_000);
        cache.write(kept);
        cache.write(gone);
        accept(Blobs.split(half).get(0));
        Path link = directory.resolve("incoming").resolve(BlobHash.of(gone).hex());
        Files.createSymbolicLink(link, directory.resolve("lock"));
        Files.createTempFile(directory.resolve("incoming"), "write", null);
        cache.close();
        open();
        assertThat(incomingFiles()).as("what was half put together").isEqualTo(1);
        assertThat(cache.contains(BlobHash.of(kept))).isTrue();
        for (KeyedBytes record : Blobs.split(kept)) {
            accept(record);
        }
        assembler.deleteUnseen();
        assertThat(incomingFiles()).isZero();
        assertThat(cache.hashes()).containsExactly(BlobHash.of(kept));
        assertThat(cache.read(BlobRef.of(kept))).isEqualTo(kept);
    }

    @Test
    void aRestartInTheMiddleOfABlobWritesNoChunkThatIsThere() throws IOException {
        byte[] blob = blob(1, 2_500_000);
        List<KeyedBytes> records = Blobs.split(blob);
        Path file = directory.resolve("incoming").resolve(BlobHash.of(blob).hex());
        accept(records.get(0));
        accept(records.get(1));
        cache.close();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        open();

        accept(records.get(0));
        accept(records.get(1));
        assertThat(Files.getLastModifiedTime(file).toMillis())
                .as("written last")
                .isEqualTo(1_000);
        assertThat(accept(records.get(2))).contains(BlobRef.of(blob));
        assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
    }

    @Test
    void whatAnEarlierLifeLeftCanHoldNothingUp() throws IOException {
        byte[] blob = blob(1, 1_000_000);
        Path file = directory.resolve("incoming").resolve(BlobHash.of(blob).hex());
        byte[] longerAndWrong = blob(2, 1_500_000);
        Files.write(file, longerAndWrong);
        cache.close();
        open();

        List<KeyedBytes> records = Blobs.split(blob);
        accept(records.get(1));
        assertThat(accept(records.get(0))).contains(BlobRef.of(blob));
        assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
    }

    @Test
    void aFullCacheLosesWhatWasNeededLongestAgoAndNothingThatIsNeeded() throws IOException {
        assembler = new BlobAssembler(cache, new BlobAssembler.Limits(LIMIT, LIMIT, 250));
        List<byte[]> blobs = List.of(blob(1, 100), blob(2, 100), blob(3, 100), blob(4, 100));
        List<BlobHash> names = blobs.stream().map(BlobHash::of).toList();
        for (byte[] blob : blobs) {
            accept(Blobs.split(blob).get(0));
        }
        assertThat(assembler.isOverLimit()).isTrue();
        assembler.touch(Set.of(names.get(0)));
        assembler.evict(Set.of(names.get(1)));
        assertThat(cache.hashes()).containsExactlyInAnyOrder(names.get(0), names.get(1));
        assertThat(assembler.isOverLimit()).isFalse();
        assertThat(names).filteredOn(assembler::isEvicted).containsExactly(names.get(2), names.get(3));

        assertThat(accept(Blobs.split(blobs.get(2)).get(0))).as("sent again").contains(BlobRef.of(blobs.get(2)));
        assertThat(assembler.isEvicted(names.get(2))).isFalse();
        assembler.evict(Set.copyOf(names));
        assertThat(cache.hashes()).as("needed, though the cache is full").hasSize(3);
    }

    @Test
    void aDamagedFileIsNeverHandedOut() throws IOException {
        byte[] blob = blob(1, 1000);
        cache.write(blob);
        Path file = directory.resolve("blobs").resolve(BlobHash.of(blob).hex());
        assertThatThrownBy(() -> cache.read(new BlobRef(BlobHash.of(blob), 999)))
                .isInstanceOf(CorruptDataException.class);
        byte[] damaged = blob.clone();
        damaged[500] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> cache.read(BlobRef.of(blob)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("damaged");
        assertThat(cache.contains(BlobHash.of(blob))).isFalse();
    }

    @Test
    void aLinkInTheCacheLeadsToNothingOutside() throws IOException {
        byte[] blob = blob(1, 1000);
        Path outside = Files.writeString(directory.resolve("outside"), "untouched");
        Path link = directory.resolve("incoming").resolve(BlobHash.of(blob).hex());
        Files.createSymbolicLink(link, outside);
        assertThatThrownBy(() -> accept(Blobs.split(blob).get(0))).isInstanceOf(IOException.class);
        assertThat(outside).hasContent("untouched");

        Files.delete(link);
        Files.createSymbolicLink(
                directory.resolve("blobs").resolve(BlobHash.of(blob).hex()), outside);
        cache.write(blob);
        assertThat(outside).hasContent("untouched");
        assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
    }

    @Test
    void aChunkThatTheDiskRefusedIsTakenTheNextTime() throws IOException {
        byte[] blob = blob(1, 1_000_000);
        List<KeyedBytes> records = Blobs.split(blob);
        accept(records.get(1));
        Path file = directory.resolve("incoming").resolve(BlobHash.of(blob).hex());
        Path aside = directory.resolve("aside");
        Files.move(file, aside);
        Files.createDirectory(file);
        assertThatThrownBy(() -> accept(records.get(0))).isInstanceOf(IOException.class);
        assertThat(cache.hashes()).isEmpty();

        Files.delete(file);
        Files.move(aside, file);
        assertThat(accept(records.get(0))).contains(BlobRef.of(blob));
        assertThat(cache.read(BlobRef.of(blob))).isEqualTo(blob);
    }

    @Test
    void aDirectoryBelongsToOneCacheAtATime() {
        assertThatThrownBy(() -> BlobCache.open(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
    }

    @Test
    void whoComesToADirectoryInUseMayTakeTheNextOne() throws IOException {
        Path shared = directory.resolve("shared");
        byte[] blob = blob(8, 100);
        try (BlobCache first = BlobCache.openFree(shared);
                BlobCache second = BlobCache.openFree(shared);
                BlobCache third = BlobCache.openFree(shared)) {
            second.write(blob);
            assertThat(first.hashes()).isEmpty();
            assertThat(third.hashes()).isEmpty();
            assertThat(directory
                            .resolve("shared-2/blobs")
                            .resolve(BlobHash.of(blob).hex()))
                    .exists();
        }
        try (BlobCache first = BlobCache.openFree(shared);
                BlobCache second = BlobCache.openFree(shared)) {
            assertThat(first.hashes()).as("places are taken in their order").isEmpty();
            assertThat(second.read(BlobRef.of(blob))).isEqualTo(blob);
        }
    }

    private Optional<BlobRef> accept(KeyedBytes record) throws IOException {
        return assembler.accept(ChunkKey.parse(record.key()).orElseThrow(), RecordValue.of(record.value()));
    }

    private long incomingFiles() throws IOException {
        try (var files = Files.list(directory.resolve("incoming"))) {
            return files.count();
        }
    }

    private static byte[] blob(long seed, int bytes) {
        byte[] blob = new byte[bytes];
        new Random(seed).nextBytes(blob);
        return blob;
    }
}
