package io.remine.state.blob;

import java.util.OptionalInt;

/**
 * A blob in a cache.
 *
 * @param crc32c of its bytes when their SHA-256 was found to be the blob's name; empty if nobody has looked since the cache was
 *     opened. A later life that finds the same has the same bytes, but for what was done on purpose
 */
public record CachedBlob(BlobRef blob, OptionalInt crc32c) {}
