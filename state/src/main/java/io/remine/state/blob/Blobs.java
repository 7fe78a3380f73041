package io.remine.state.blob;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Cuts blobs into the records that carry them. */
public final class Blobs {

    /** Payload of every chunk but the last: with its header well under Kafka's default limit of 1 MiB for a message. */
    public static final int MAX_CHUNK_BYTES = 900_000;

    /** Largest blob: a Java array holds it whole. */
    public static final int MAX_BLOB_BYTES = Integer.MAX_VALUE - 64;

    static final int MAX_CHUNKS = MAX_BLOB_BYTES / MAX_CHUNK_BYTES + 1;

    private Blobs() {}

    /** The records of a blob, in the order of their chunks. */
    public static List<KeyedBytes> split(byte[] blob) {
        BlobRef reference = BlobRef.of(blob);
        List<KeyedBytes> records = new ArrayList<>(chunks(reference.bytes()));
        for (int index = 0; index < chunks(reference.bytes()); index++) {
            ByteBuffer payload = ByteBuffer.wrap(blob, index * MAX_CHUNK_BYTES, chunkBytes(blob.length, index));
            ChunkKey key = new ChunkKey(reference.hash(), index);
            records.add(new KeyedBytes(key.bytes(), new Chunk(key, blob.length, payload).encode()));
        }
        return List.copyOf(records);
    }

    /** The records that delete a blob. */
    public static List<KeyedBytes> tombstones(BlobRef blob) {
        List<KeyedBytes> records = new ArrayList<>(chunks(blob.bytes()));
        for (int index = 0; index < chunks(blob.bytes()); index++) {
            records.add(KeyedBytes.tombstone(new ChunkKey(blob.hash(), index).bytes()));
        }
        return List.copyOf(records);
    }

    /** How many chunks a blob of this size has. */
    static int chunks(long blobBytes) {
        return Math.toIntExact((blobBytes + MAX_CHUNK_BYTES - 1) / MAX_CHUNK_BYTES);
    }

    /** How long the payload of a chunk is. */
    static int chunkBytes(long blobBytes, int index) {
        return Math.toIntExact(Math.min(MAX_CHUNK_BYTES, blobBytes - (long) index * MAX_CHUNK_BYTES));
    }
}
