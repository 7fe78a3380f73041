package io.remine.state.blob;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Both checksums of bytes that come piece by piece: SHA-256, which names a blob, and CRC-32C, by which it is quickly known again. */
final class BlobDigest {

    private final MessageDigest sha256 = BlobHash.sha256();
    private final CRC32C crc32c = new CRC32C();

    /** What the bytes were found to be. */
    record Digests(BlobHash sha256, int crc32c) {}

    static Digests of(ByteBuffer bytes) {
        BlobDigest digest = new BlobDigest();
        digest.update(bytes);
        return digest.finish();
    }

    /** Leaves the buffer as it is. */
    void update(ByteBuffer piece) {
        sha256.update(piece.duplicate());
        crc32c.update(piece.duplicate());
    }

    /** Of all pieces; none may follow. */
    Digests finish() {
        return new Digests(BlobHash.finish(sha256.digest()), (int) crc32c.getValue());
    }

    static int crc32c(ByteBuffer bytes) {
        CRC32C crc32c = new CRC32C();
        crc32c.update(bytes.duplicate());
        return (int) crc32c.getValue();
    }
}
