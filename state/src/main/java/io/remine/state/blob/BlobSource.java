package io.remine.state.blob;

import java.io.IOException;

/** Where blobs are read from. */
@FunctionalInterface
public interface BlobSource {

    /**
     * The bytes of a blob, verified.
     *
     * @throws IOException if it is not there, or not what it should be
     */
    byte[] read(BlobRef blob) throws IOException;
}
