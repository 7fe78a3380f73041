package io.remine.state.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTest {

    private static final byte[] SMALL = "Remine".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theGoldenChunkIsWhatWeWriteAndRead() throws IOException {
        KeyedBytes record = Blobs.split(SMALL).get(0);
        assertThat(record.value()).isEqualTo(GoldenFile.read("blob/chunk-1.bin"));
        assertThat(new String(record.key(), StandardCharsets.US_ASCII)).isEqualTo(BlobHash.of(SMALL) + "/0");
        Chunk chunk = Chunk.decode(ChunkKey.parse(record.key()).orElseThrow(), RecordValue.of(record.value()), 6);
        assertThat(StandardCharsets.US_ASCII.decode(chunk.payload()).toString()).isEqualTo("Remine");
    }

    @Test
    void aChunkIsReadAmongOtherRecordsAndCanBeReadAgain() throws IOException {
        KeyedBytes record = Blobs.split(SMALL).get(0);
        ByteBuffer value =
                ByteBuffer.allocate(100).position(7).put(record.value()).flip().position(7);
        for (int time = 0; time < 2; time++) {
            Chunk chunk = Chunk.decode(ChunkKey.parse(record.key()).orElseThrow(), value, 6);
            assertThat(RecordValue.bytes(chunk.payload())).isEqualTo(SMALL);
            assertThat(RecordValue.bytes(value)).isEqualTo(record.value());
        }
    }

    @Test
    void chunksFitTheBrokersLimitAndHoldEveryByteOnce() {
        byte[] blob = new byte[2 * Blobs.MAX_CHUNK_BYTES + 1];
        List<KeyedBytes> records = Blobs.split(blob);
        assertThat(records).hasSize(3).allMatch(record -> record.value().length < 1_000_000);
        assertThat(records.get(2).value()).hasSize(Chunk.HEADER_BYTES + 1);
        assertThat(Blobs.tombstones(BlobRef.of(blob)))
                .allMatch(KeyedBytes::isTombstone)
                .extracting(KeyedBytes::key)
                .containsExactlyElementsOf(records.stream().map(KeyedBytes::key).toList());
    }

    @Test
    void everyFlippedBitAndEveryCutIsFound() {
        KeyedBytes record = Blobs.split(SMALL).get(0);
        ChunkKey key = ChunkKey.parse(record.key()).orElseThrow();
        for (int bit = 0; bit < 8 * record.value().length; bit++) {
            byte[] damaged = record.value().clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(key, damaged);
        }
        for (int length = 0; length < record.value().length; length++) {
            assertRefused(key, Arrays.copyOf(record.value(), length));
        }
        assertRefused(key, Arrays.copyOf(record.value(), record.value().length + 1));
    }

    @Test
    void aChunkUnderTheKeyOfAnotherIsRefused() {
        KeyedBytes record = Blobs.split(SMALL).get(0);
        assertRefused(new ChunkKey(BlobHash.of(SMALL), 1), record.value());
    }

    @Test
    void aBlobOverTheReadersLimitIsRefused() {
        KeyedBytes record = Blobs.split(SMALL).get(0);
        ChunkKey key = ChunkKey.parse(record.key()).orElseThrow();
        assertThatThrownBy(() -> Chunk.decode(key, RecordValue.of(record.value()), 5))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("6 bytes, limit 5");
    }

    @Test
    void randomBytesAreNoChunk() {
        long seed = System.nanoTime();
        System.out.println("ChunkTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            assertRefused(new ChunkKey(BlobHash.of(SMALL), 0), bytes);
        }
    }

    @Test
    void onlyAHashAndANumberMakeAKey() {
        String hash = BlobHash.of(SMALL).hex();
        assertThat(parses(hash + "/0")).isTrue();
        assertThat(parses(hash + "/2386")).isTrue();
        for (String other : List.of(
                "",
                "live",
                "version/a/1",
                hash,
                hash + "/",
                hash + "/01",
                hash + "/-1",
                hash + "/2387",
                hash + "/9999999",
                hash.toUpperCase(Locale.ROOT) + "/0",
                "../" + hash.substring(3) + "/0",
                hash + "/0 ")) {
            assertThat(parses(other)).as(other).isFalse();
        }
        assertThat(ChunkKey.parse(null)).isEmpty();
    }

    private static boolean parses(String key) {
        return ChunkKey.parse(key.getBytes(StandardCharsets.UTF_8)).isPresent();
    }

    private static void assertRefused(ChunkKey key, byte[] value) {
        assertThatThrownBy(() -> Chunk.decode(key, RecordValue.of(value), 1000))
                .isInstanceOf(CorruptDataException.class);
    }
}
