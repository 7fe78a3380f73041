package io.remine.state.blob;

import io.remine.state.codec.CorruptDataException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One piece of a blob.
 *
 * <p>Written as, big-endian: magic {@code RMNC}, format version (byte), index (int), number of chunks (int), bytes of the
 * whole blob (long), CRC-32C of the 21 bytes before it and of the payload (int), payload. How many chunks there are and how
 * long each payload is follow from the size of the blob.
 *
 * @param payload from its position to its limit; not copied
 */
record Chunk(ChunkKey key, long blobBytes, ByteBuffer payload) {

    static final int HEADER_BYTES = 25;

    private static final int MAGIC = 0x524D_4E43;
    private static final byte VERSION = 1;
    private static final int CRC_AT = HEADER_BYTES - Integer.BYTES;

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + payload.remaining())
                .putInt(MAGIC)
                .put(VERSION)
                .putInt(key.index())
                .putInt(Blobs.chunks(blobBytes))
                .putLong(blobBytes)
                .putInt(0)
                .put(payload.duplicate());
        return out.putInt(CRC_AT, checksum(out.flip())).array();
    }

    /**
     * Reads the value of the record with this key, which stays where it is.
     *
     * @param maxBlobBytes largest blob that the reader accepts
     * @throws CorruptDataException if it is no such chunk, was damaged, or belongs to a larger blob
     */
    static Chunk decode(ChunkKey key, ByteBuffer value, long maxBlobBytes) throws CorruptDataException {
        int bytes = value.remaining();
        if (bytes <= HEADER_BYTES || bytes > HEADER_BYTES + Blobs.MAX_CHUNK_BYTES) {
            throw refused(
                    key,
                    "%d bytes, must have %d to %d"
                            .formatted(bytes, HEADER_BYTES + 1, HEADER_BYTES + Blobs.MAX_CHUNK_BYTES));
        }
        ByteBuffer in = value.slice();
        int magic = in.getInt();
        if (magic != MAGIC) {
            throw refused(key, "magic %08x, expected %08x".formatted(magic, MAGIC));
        }
        byte version = in.get();
        if (version != VERSION) {
            throw refused(key, "format %d, this release reads %d; use a newer release".formatted(version, VERSION));
        }
        int index = in.getInt();
        int chunks = in.getInt();
        long blobBytes = in.getLong();
        int crc = in.getInt();
        int found = checksum(value);
        if (crc != found) {
            throw refused(key, "CRC-32C %08x, its bytes have %08x".formatted(crc, found));
        }
        if (index != key.index()) {
            throw refused(key, "says that it is chunk " + index);
        }
        if (blobBytes < 1 || blobBytes > maxBlobBytes) {
            throw refused(
                    key, "blob of %d bytes, limit %d; raise this reader's limit".formatted(blobBytes, maxBlobBytes));
        }
        if (chunks != Blobs.chunks(blobBytes) || index >= chunks) {
            throw refused(
                    key, "%d chunks for %d bytes, expected %d".formatted(chunks, blobBytes, Blobs.chunks(blobBytes)));
        }
        int payloadBytes = Blobs.chunkBytes(blobBytes, index);
        if (in.remaining() != payloadBytes) {
            throw refused(key, "payload of %d bytes, expected %d".formatted(in.remaining(), payloadBytes));
        }
        return new Chunk(key, blobBytes, in);
    }

    /** Where the payload belongs in the blob. */
    long offset() {
        return (long) key.index() * Blobs.MAX_CHUNK_BYTES;
    }

    private static int checksum(ByteBuffer value) {
        CRC32C crc = new CRC32C();
        crc.update(value.slice(value.position(), CRC_AT));
        crc.update(value.slice(value.position() + HEADER_BYTES, value.remaining() - HEADER_BYTES));
        return (int) crc.getValue();
    }

    private static CorruptDataException refused(ChunkKey key, String reason) {
        return new CorruptDataException("chunk " + key + ": " + reason);
    }
}
