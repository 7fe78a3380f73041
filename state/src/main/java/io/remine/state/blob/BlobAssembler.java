package io.remine.state.blob;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the chunks of a topic together, in whatever order they come, interleaved and repeated. A blob is visible in the
 * {@link BlobCache} exactly while the log, as far as it was read, holds all its chunks and they have its SHA-256.
 *
 * <p>Chunks of incomplete blobs wait in files, not in memory. When those blobs together pass a limit, the ones
 * that waited longest are given up. A restart goes on with the chunks that are there. For use by one thread, the one that
 * reads the topic; a cache has one assembler.
 */
public final class BlobAssembler {

    /** Most incomplete blobs, however small: each takes some memory and a file. */
    static final int MAX_INCOMPLETE_BLOBS = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(BlobAssembler.class);

    private final BlobCache cache;
    private final Limits limits;

    /** Every blob of which the log holds a chunk but the evicted ones, in the order in which they began or were last needed. */
    private final Map<BlobHash, BlobParts> blobs = new LinkedHashMap<>();

    /** Blobs that the log held and the cache had no room for. */
    private final Set<BlobHash> evicted = new HashSet<>();

    private long incompleteBytes;
    private int incompleteBlobs;

    /**
     * How much a reader accepts, in bytes.
     *
     * @param maxBlobBytes largest blob
     * @param maxIncompleteBytes all incomplete blobs together, on disk; at least one largest blob
     * @param maxCacheBytes all complete blobs together, on disk; what is needed may pass it
     */
    public record Limits(long maxBlobBytes, long maxIncompleteBytes, long maxCacheBytes) {

        /** With a cache as large as the topic. */
        public Limits(long maxBlobBytes, long maxIncompleteBytes) {
            this(maxBlobBytes, maxIncompleteBytes, Long.MAX_VALUE);
        }

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
            if (maxCacheBytes < 1) {
                throw new IllegalArgumentException(
                        "limit of %d bytes for a cache, must be at least 1".formatted(maxCacheBytes));
            }
        }
    }

    /**
     * A blob of which the log, as far as it was read, does not hold every chunk.
     *
     * @param missing which chunks it lacks, in words
     */
    public record Incomplete(BlobHash blob, String missing) {}

    public BlobAssembler(BlobCache cache, Limits limits) {
        this.cache = cache;
        this.limits = limits;
    }

    /**
     * Takes a record of the topic.
     *
     * @param value never to be changed again; null deletes the chunk, and so takes the blob out of sight
     * @return the blob, if this record made it visible
     * @throws CorruptDataException if the record is refused: nothing of it was used, and the next may be taken
     * @throws IOException if the cache's directory cannot be written
     */
    public Optional<BlobRef> accept(ChunkKey key, ByteBuffer value) throws IOException {
        if (value == null) {
            delete(key);
            return Optional.empty();
        }
        return add(Chunk.decode(key, value, limits.maxBlobBytes()));
    }

    /** Deletes what an earlier life left and the log no longer holds; call it once the log was read to its end. */
    public void deleteUnseen() throws IOException {
        for (BlobHash blob : cache.incoming().hashes()) {
            if (!blobs.containsKey(blob)) {
                cache.incoming().discard(blob);
            }
        }
        for (BlobHash blob : cache.hashes()) {
            BlobParts parts = blobs.get(blob);
            if (parts == null) {
                cache.delete(blob);
            } else if (!parts.hasAllChunks()) {
                hide(blob, parts);
            }
        }
    }

    /**
     * Goes on where an earlier assembler of this cache was, instead of reading the log from its beginning. What is no longer
     * in the cache counts as evicted. To be called before the first record.
     *
     * @param complete what {@link #complete} said then
     * @param gone what {@link #evicted} said then
     */
    public void resume(List<CachedBlob> complete, List<BlobHash> gone) throws IOException {
        evicted.addAll(gone);
        for (CachedBlob cached : complete) {
            BlobRef blob = cached.blob();
            if (blob.bytes() <= limits.maxBlobBytes() && cache.holds(blob)) {
                BlobParts parts = new BlobParts(blob.bytes(), true);
                parts.chunks.set(0, Blobs.chunks(blob.bytes()));
                blobs.put(blob.hash(), parts);
            } else {
                cache.delete(blob.hash());
                evicted.add(blob.hash());
            }
        }
    }

    /** The blobs of which the log holds every chunk but the evicted ones, that first which was needed longest ago. */
    public List<CachedBlob> complete() {
        return blobs.entrySet().stream()
                .filter(blob -> blob.getValue().visible)
                .map(blob -> cache.describe(new BlobRef(blob.getKey(), blob.getValue().blobBytes)))
                .toList();
    }

    /** The blobs that the log holds and the cache had no room for. */
    public List<BlobHash> evicted() {
        return evicted.stream().sorted().toList();
    }

    /** Whether the log, as far as it was read, holds no blob in part only. */
    public boolean hasNoIncomplete() {
        return incompleteBlobs == 0;
    }

    /** What the log holds parts of only, in the order in which it began. */
    public List<Incomplete> incomplete() {
        return blobs.entrySet().stream()
                .filter(blob -> !blob.getValue().visible)
                .map(blob -> new Incomplete(blob.getKey(), blob.getValue().missing()))
                .toList();
    }

    /** Whether the cache holds more than it should: time to {@link #evict}. */
    public boolean isOverLimit() {
        return cachedBytes() > limits.maxCacheBytes();
    }

    /** Marks blobs as needed now, so that they go after those that were needed before. */
    public void touch(Set<BlobHash> needed) {
        for (BlobHash blob : needed) {
            BlobParts parts = blobs.remove(blob);
            if (parts != null) {
                blobs.put(blob, parts);
            }
        }
    }

    /**
     * Deletes blobs, those first that were needed longest ago, until the cache holds no more than it should.
     *
     * @param needed stays, however much that is
     */
    public void evict(Set<BlobHash> needed) throws IOException {
        long surplus = cachedBytes() - limits.maxCacheBytes();
        for (BlobHash oldest : List.copyOf(blobs.keySet())) {
            if (surplus <= 0) {
                return;
            }
            BlobParts parts = blobs.get(oldest);
            if (parts.visible && !needed.contains(oldest)) {
                cache.delete(oldest);
                blobs.remove(oldest);
                evicted.add(oldest);
                surplus -= parts.blobBytes;
            }
        }
    }

    /** Whether the log held this blob, but the cache had no room for it. Only who reads the log anew has it again. */
    public boolean isEvicted(BlobHash blob) {
        return evicted.contains(blob);
    }

    private long cachedBytes() {
        return blobs.values().stream()
                .filter(parts -> parts.visible)
                .mapToLong(parts -> parts.blobBytes)
                .sum();
    }

    private Optional<BlobRef> add(Chunk chunk) throws IOException {
        BlobHash blob = chunk.key().blob();
        if (cache.contains(blob) && cache.bytes(blob) != chunk.blobBytes()) {
            throw new CorruptDataException("chunk %s says that its blob has %d bytes, it has %d"
                    .formatted(chunk.key(), chunk.blobBytes(), cache.bytes(blob)));
        }
        BlobParts parts = blobs.get(blob);
        if (parts == null || (!parts.visible && parts.blobBytes != chunk.blobBytes())) {
            parts = begin(blob, chunk.blobBytes());
        }
        if (parts.visible) {
            parts.chunks.set(chunk.key().index());
            return Optional.empty();
        }
        cache.incoming().put(chunk);
        parts.add(chunk);
        if (!parts.hasAllChunks()) {
            return Optional.empty();
        }
        Optional<BlobDigest.Digests> written = parts.hash.map(RunningHash::finish);
        parts.hash = Optional.empty(); // what comes after it has to be read back
        if (!cache.complete(blob, written)) {
            throw new CorruptDataException("all %d chunks of blob %s are here but have another SHA-256; send them again"
                    .formatted(Blobs.chunks(parts.blobBytes), blob));
        }
        parts.visible = true;
        incompleteBytes -= parts.blobBytes;
        incompleteBlobs--;
        return Optional.of(new BlobRef(blob, parts.blobBytes));
    }

    private BlobParts begin(BlobHash blob, long blobBytes) throws IOException {
        drop(blob);
        evicted.remove(blob);
        BlobParts parts = new BlobParts(blobBytes, cache.contains(blob));
        if (!parts.visible) {
            cache.incoming().begin(blob, blobBytes);
            makeRoom(blobBytes);
            incompleteBytes += blobBytes;
            incompleteBlobs++;
        }
        blobs.put(blob, parts);
        return parts;
    }

    private void makeRoom(long bytes) throws IOException {
        for (BlobHash oldest : List.copyOf(blobs.keySet())) {
            if (incompleteBytes + bytes <= limits.maxIncompleteBytes() && incompleteBlobs < MAX_INCOMPLETE_BLOBS) {
                return;
            }
            if (!blobs.get(oldest).visible) {
                LOG.warn(
                        "Gave up incomplete blob {}: incomplete blobs would pass {} bytes or {} blobs",
                        oldest,
                        limits.maxIncompleteBytes(),
                        MAX_INCOMPLETE_BLOBS);
                drop(oldest);
            }
        }
    }

    private void delete(ChunkKey key) throws IOException {
        evicted.remove(key.blob());
        BlobParts parts = blobs.get(key.blob());
        if (parts == null) {
            cache.delete(key.blob());
            return;
        }
        parts.chunks.clear(key.index());
        parts.hash = Optional.empty();
        if (parts.visible) {
            hide(key.blob(), parts);
        }
        if (parts.chunks.isEmpty()) {
            drop(key.blob());
        }
    }

    /** Takes a blob out of sight but keeps its bytes for the chunks that the log still holds. */
    private void hide(BlobHash blob, BlobParts parts) throws IOException {
        if (cache.reopen(blob)) {
            makeRoom(parts.blobBytes);
            parts.visible = false;
            incompleteBytes += parts.blobBytes;
            incompleteBlobs++;
        } else {
            blobs.remove(blob); // was found damaged when it was read
        }
    }

    private void drop(BlobHash blob) throws IOException {
        BlobParts parts = blobs.remove(blob);
        if (parts != null && !parts.visible) {
            incompleteBytes -= parts.blobBytes;
            incompleteBlobs--;
            cache.incoming().discard(blob);
        }
    }
}
