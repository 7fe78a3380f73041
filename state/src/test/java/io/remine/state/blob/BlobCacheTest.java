package io.remine.state.blob;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobCacheTest {

    private static final byte[] CONTENT = "the same bytes for as long as somebody reads them".getBytes(US_ASCII);

    @TempDir
    Path directory;

    @Test
    void aMappedBlobStaysWhatItWasWhenItIsTakenApartAndWhenItIsDeleted() throws IOException {
        try (BlobCache cache = BlobCache.open(directory)) {
            BlobRef blob = cache.write(CONTENT);
            ByteBuffer mapped = cache.map(blob);
            assertThat(mapped).isEqualTo(ByteBuffer.wrap(CONTENT));
            assertThat(cache.reopen(blob.hash())).isTrue();
            Files.write(directory.resolve("incoming").resolve(blob.hash().hex()), new byte[CONTENT.length]);
            assertThat(mapped).isEqualTo(ByteBuffer.wrap(CONTENT));
            assertThat(cache.contains(blob.hash())).isFalse();
            cache.write(CONTENT);
            ByteBuffer again = cache.map(blob);
            cache.delete(blob.hash());
            assertThat(again).isEqualTo(ByteBuffer.wrap(CONTENT));
            assertThatThrownBy(() -> cache.map(blob)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void aDirectoryThatCouldNotBeOpenedCanBeOnceItIsMended() throws IOException {
        Path incoming = Files.createFile(directory.resolve("incoming"));
        assertThatThrownBy(() -> BlobCache.open(directory)).isInstanceOf(FileAlreadyExistsException.class);
        Files.delete(incoming);
        try (BlobCache cache = BlobCache.open(directory)) {
            assertThat(cache.contains(cache.write(CONTENT).hash())).isTrue();
        }
    }

    @Test
    void aDamagedFileIsRefusedAndRemovedWhicheverWayItIsRead() throws IOException {
        try (BlobCache cache = BlobCache.open(directory)) {
            BlobRef blob = BlobRef.of(CONTENT);
            Path file = directory.resolve("blobs").resolve(blob.hash().hex());
            byte[] damaged = CONTENT.clone();
            damaged[7] ^= 1;
            Files.write(file, damaged);
            assertThatThrownBy(() -> cache.map(blob))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("damaged");
            assertThat(file).doesNotExist();
            Files.write(file, damaged);
            assertThatThrownBy(() -> cache.read(blob)).isInstanceOf(CorruptDataException.class);
            Files.write(file, new byte[3]);
            assertThatThrownBy(() -> cache.map(blob)).hasMessageContaining("has 3 bytes");
        }
    }

    @Test
    void whatAnEarlierLifeVerifiedIsKnownAgainByItsChecksumAndDamageIsSeen() throws IOException {
        CachedBlob left;
        try (BlobCache cache = BlobCache.open(directory)) {
            left = cache.describe(cache.write(CONTENT));
        }
        assertThat(left.crc32c()).hasValue((int) crc32c(CONTENT));
        try (BlobCache cache = BlobCache.open(directory)) {
            assertThat(cache.describe(left.blob()).crc32c())
                    .as("nobody has looked yet")
                    .isEmpty();
            cache.expect(left);
            assertThat(cache.describe(left.blob())).as("handed on").isEqualTo(left);
            assertThat(cache.map(left.blob())).isEqualTo(ByteBuffer.wrap(CONTENT));
        }
        Path file = directory.resolve("blobs").resolve(left.blob().hash().hex());
        byte[] damaged = CONTENT.clone();
        damaged[CONTENT.length - 1] ^= 1;
        Files.write(file, damaged);
        try (BlobCache cache = BlobCache.open(directory)) {
            cache.expect(left);
            assertThatThrownBy(() -> cache.map(left.blob())).hasMessageContaining("damaged");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void aWrongWordOfAnEarlierLifeCostsTimeOnly() throws IOException {
        try (BlobCache cache = BlobCache.open(directory)) {
            BlobRef blob = BlobRef.of(CONTENT);
            Files.write(directory.resolve("blobs").resolve(blob.hash().hex()), CONTENT);
            cache.expect(new CachedBlob(blob, OptionalInt.of(1)));
            assertThat(cache.map(blob)).isEqualTo(ByteBuffer.wrap(CONTENT));
            assertThat(cache.describe(blob).crc32c()).hasValue((int) crc32c(CONTENT));
        }
    }

    private static long crc32c(byte[] bytes) {
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes);
        return crc32c.getValue();
    }
}
