package io.remine.state.blob;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the chunks of a topic together, in whatever order they come, interleaved and repeated. A blob is visible in the
 * {@link BlobCache} exactly while the log, as far as it was read, holds all its chunks and they have its SHA-256.
 *
 * <p>Chunks of incomplete blobs wait in files, not in memory. When those blobs together are larger than the limit, the ones
 * that waited longest are given up. For use by one thread, the one that reads the topic; a cache has one assembler.
 */
public final class BlobAssembler {

    private static final Logger LOG = LoggerFactory.getLogger(BlobAssembler.class);

    private final BlobCache cache;
    private final Limits limits;

    /** Every blob of which the log holds a chunk, in the order in which they began. */
    private final Map<BlobHash, Parts> blobs = new LinkedHashMap<>();

    private long incompleteBytes;

    /**
     * How much a reader accepts, in bytes.
     *
     * @param maxBlobBytes largest blob
     * @param maxIncompleteBytes all incomplete blobs together, on disk; at least one largest blob
     */
    public record Limits(long maxBlobBytes, long maxIncompleteBytes) {

        public Limits {
            if (maxBlobBytes < 1 || maxBlobBytes > Blobs.MAX_BLOB_BYTES) {
                throw new IllegalArgumentException(
                        "limit of %d bytes for a blob, must be 1 to %d".formatted(maxBlobBytes, Blobs.MAX_BLOB_BYTES));
            }
            if (maxIncompleteBytes < maxBlobBytes) {
                throw new IllegalArgumentException(
                        "limit of %d bytes for incomplete blobs, must be at least that for one blob, %d"
                                .formatted(maxIncompleteBytes, maxBlobBytes));
            }
        }
    }

    /**
     * A blob of which the log, as far as it was read, does not hold every chunk.
     *
     * @param missing which chunks it lacks, in words
     */
    public record Incomplete(BlobHash blob, String missing) {}

    /** What the log holds of a blob. */
    private static final class Parts {

        final long blobBytes;
        final BitSet chunks = new BitSet();
        boolean visible;

        Parts(long blobBytes, boolean visible) {
            this.blobBytes = blobBytes;
            this.visible = visible;
        }

        String missing() {
            int all = Blobs.chunks(blobBytes);
            BitSet absent = new BitSet(all);
            absent.set(0, all);
            absent.andNot(chunks);
            return absent.isEmpty()
                    ? "all %d chunks are there, but they have another SHA-256".formatted(all)
                    : "of %d chunks %s are missing".formatted(all, absent);
        }

        boolean hasAllChunks() {
            return chunks.cardinality() == Blobs.chunks(blobBytes);
        }
    }

    public BlobAssembler(BlobCache cache, Limits limits) {
        this.cache = cache;
        this.limits = limits;
    }

    /**
     * Takes a record of the topic.
     *
     * @param value null deletes the chunk, and so takes the blob out of sight
     * @return the blob, if this record made it visible
     * @throws CorruptDataException if the record is refused: nothing of it was used, and the next may be taken
     * @throws IOException if the cache's directory cannot be written
     */
    public Optional<BlobRef> accept(ChunkKey key, byte[] value) throws IOException {
        if (value == null) {
            delete(key);
            return Optional.empty();
        }
        return add(Chunk.decode(key, value, limits.maxBlobBytes()));
    }

    /** Deletes cached blobs of an earlier life that the log no longer holds; call it once the log was read to its end. */
    public void deleteUnseen() throws IOException {
        for (BlobHash blob : cache.hashes()) {
            Parts parts = blobs.get(blob);
            if (parts == null) {
                cache.delete(blob);
            } else if (!parts.hasAllChunks()) {
                hide(blob, parts);
            }
        }
    }

    /** What the log holds parts of only, in the order in which it began. */
    public List<Incomplete> incomplete() {
        return blobs.entrySet().stream()
                .filter(blob -> !blob.getValue().visible)
                .map(blob -> new Incomplete(blob.getKey(), blob.getValue().missing()))
                .toList();
    }

    private Optional<BlobRef> add(Chunk chunk) throws IOException {
        BlobHash blob = chunk.key().blob();
        if (cache.contains(blob) && cache.bytes(blob) != chunk.blobBytes()) {
            throw new CorruptDataException("chunk %s says that its blob has %d bytes, it has %d"
                    .formatted(chunk.key(), chunk.blobBytes(), cache.bytes(blob)));
        }
        Parts parts = blobs.get(blob);
        if (parts == null || (!parts.visible && parts.blobBytes != chunk.blobBytes())) {
            parts = begin(blob, chunk.blobBytes());
        }
        if (parts.visible) {
            parts.chunks.set(chunk.key().index());
            return Optional.empty();
        }
        cache.put(chunk);
        parts.chunks.set(chunk.key().index());
        if (!parts.hasAllChunks()) {
            return Optional.empty();
        }
        if (!cache.complete(blob)) {
            throw new CorruptDataException("all %d chunks of blob %s are here but have another SHA-256; send them again"
                    .formatted(Blobs.chunks(parts.blobBytes), blob));
        }
        parts.visible = true;
        incompleteBytes -= parts.blobBytes;
        return Optional.of(new BlobRef(blob, parts.blobBytes));
    }

    private Parts begin(BlobHash blob, long blobBytes) throws IOException {
        drop(blob);
        Parts parts = new Parts(blobBytes, cache.contains(blob));
        if (!parts.visible) {
            makeRoom(blobBytes);
            incompleteBytes += blobBytes;
        }
        blobs.put(blob, parts);
        return parts;
    }

    private void makeRoom(long bytes) throws IOException {
        for (BlobHash oldest : List.copyOf(blobs.keySet())) {
            if (incompleteBytes + bytes <= limits.maxIncompleteBytes()) {
                return;
            }
            if (!blobs.get(oldest).visible) {
                LOG.warn(
                        "Gave up incomplete blob {}: incomplete blobs would pass {} bytes",
                        oldest,
                        limits.maxIncompleteBytes());
                drop(oldest);
            }
        }
    }

    private void delete(ChunkKey key) throws IOException {
        Parts parts = blobs.get(key.blob());
        if (parts == null) {
            cache.delete(key.blob());
            return;
        }
        parts.chunks.clear(key.index());
        if (parts.visible) {
            hide(key.blob(), parts);
        }
        if (parts.chunks.isEmpty()) {
            drop(key.blob());
        }
    }

    /** Takes a blob out of sight but keeps its bytes for the chunks that the log still holds. */
    private void hide(BlobHash blob, Parts parts) throws IOException {
        if (cache.reopen(blob)) {
            makeRoom(parts.blobBytes);
            parts.visible = false;
            incompleteBytes += parts.blobBytes;
        } else {
            blobs.remove(blob); // was found damaged when it was read
        }
    }

    private void drop(BlobHash blob) throws IOException {
        Parts parts = blobs.remove(blob);
        if (parts != null && !parts.visible) {
            incompleteBytes -= parts.blobBytes;
            cache.discard(blob);
        }
    }
}
