package io.remine.state.blob;

/** Points at a blob and says how large it is, so that a reader can refuse it before it allocates. */
public record BlobRef(BlobHash hash, long bytes) {

    public BlobRef {
        if (hash == null) {
            throw new IllegalArgumentException("a reference needs a hash");
        }
        if (bytes < 1 || bytes > Blobs.MAX_BLOB_BYTES) {
            throw new IllegalArgumentException(
                    "blob %s of %d bytes, must have 1 to %d".formatted(hash, bytes, Blobs.MAX_BLOB_BYTES));
        }
    }

    /** The reference of these bytes. */
    public static BlobRef of(byte[] blob) {
        return new BlobRef(BlobHash.of(blob), blob.length);
    }
}
