package io.remine.state.live;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Blobs of a view that is being built, one piece of work each. */
record PacedBlobs(BlobSource blobs, Runnable giveWay) implements BlobSource {

    @Override
    public byte[] read(BlobRef blob) throws IOException {
        giveWay.run();
        return blobs.read(blob);
    }

    @Override
    public ByteBuffer map(BlobRef blob) throws IOException {
        giveWay.run();
        return blobs.map(blob);
    }

    @Override
    public boolean isAccepted(BlobRef blob) {
        return blobs.isAccepted(blob);
    }
}
