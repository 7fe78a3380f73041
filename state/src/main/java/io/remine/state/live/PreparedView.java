package io.remine.state.live;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.Placement;
import io.remine.state.resource.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view that an earlier life searched last, built from the cache in a thread of its own while another asks the broker what
 * is new: the first view of this life then takes over its blocks. Nobody searches it.
 */
final class PreparedView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedView.class);

    private final Thread thread;
    private volatile Optional<IndexView> built = Optional.empty();
    private volatile boolean unwanted;

    /** Begins to build it. */
    PreparedView(Manifest manifest, BlobSource blobs, Placement placement) {
        thread = new Thread(() -> build(manifest, blobs, placement), "live-index-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private void build(Manifest manifest, BlobSource blobs, Placement placement) {
        try {
            built = Optional.of(IndexView.build(null, manifest, whileWanted(blobs), placement));
        } catch (IOException | RuntimeException e) {
            LOG.info("Nothing is prepared: {}", e.toString());
        }
    }

    /** The view, when it is there; empty if it could not be built, which whoever needs it finds out again. */
    Optional<IndexView> await() {
        Threads.joinUninterruptibly(thread);
        return built;
    }

    /** Waits for no more than a blob. */
    @Override
    public void close() {
        unwanted = true;
        await().ifPresent(IndexView::close);
    }

    private BlobSource whileWanted(BlobSource blobs) {
        return new BlobSource() {
            @Override
            public byte[] read(BlobRef blob) throws IOException {
                checkWanted();
                return blobs.read(blob);
            }

            @Override
            public ByteBuffer map(BlobRef blob) throws IOException {
                checkWanted();
                return blobs.map(blob);
            }

            @Override
            public boolean isAccepted(BlobRef blob) {
                return true; // the earlier life has shown what was in it
            }
        };
    }

    private void checkWanted() throws IOException {
        if (unwanted) {
            throw new IOException("it is not needed any more");
        }
    }
}
