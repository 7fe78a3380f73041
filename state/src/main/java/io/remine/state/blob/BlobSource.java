package io.remine.state.blob;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where blobs are read from. */
@FunctionalInterface
public interface BlobSource {

    /**
     * The bytes of a blob, verified.
     *
     * @throws IOException if it is not there, or not what it should be
     */
    byte[] read(BlobRef blob) throws IOException;

    /**
     * The same bytes for reading only, where they take no memory if the blob lies in such a place. They stay readable, and the
     * same, when the blob goes.
     */
    default ByteBuffer map(BlobRef blob) throws IOException {
        return ByteBuffer.wrap(read(blob)).asReadOnlyBuffer();
    }

    /** Whether somebody has already found these bytes to make sense, so that looking at every value again would find nothing. */
    default boolean isAccepted(BlobRef blob) {
        return false;
    }
}
