package io.remine.state.live;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.CachedBlob;
import io.remine.state.index.Manifest;
import java.util.List;
import java.util.Optional;

/**
 * Where a reader of the index's topic was: at a manifest, from which it can go on if it has these blobs.
 *
 * @param topic its name
 * @param offset of the manifest
 * @param manifest SHA-256 of the manifest's value, by which the topic is known again
 * @param shown the manifest; absent if nothing was kept of it but that
 * @param blobs those of which the topic held every chunk, that first which was needed longest ago
 * @param evicted those that it held, and the cache had no room for
 */
record ReadPosition(
        String topic,
        long offset,
        BlobHash manifest,
        Optional<Manifest> shown,
        List<CachedBlob> blobs,
        List<BlobHash> evicted) {

    /** Most blobs of either list: more than a manifest can name. */
    static final int MAX_BLOBS = 1 << 20;

    ReadPosition {
        blobs = List.copyOf(blobs);
        evicted = List.copyOf(evicted);
        if (offset < 0) {
            throw new IllegalArgumentException("manifest at offset %d, must be at least 0".formatted(offset));
        }
        if (Math.max(blobs.size(), evicted.size()) > MAX_BLOBS) {
            throw new IllegalArgumentException("%d blobs and %d evicted ones, limit of each %d"
                    .formatted(blobs.size(), evicted.size(), MAX_BLOBS));
        }
    }
}
