package io.remine.state.live;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.Placement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view that an earlier life searched last, built from the cache in a thread of its own while another asks the broker what
 * is new: the first view of this life then takes over its blocks. Nobody searches it.
 */
final class PreparedView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedView.class);

    private final FutureTask<IndexView> task;
    private volatile boolean unwanted;

    /** Begins to build it. */
    PreparedView(Manifest manifest, BlobSource blobs, Placement placement) {
        task = new FutureTask<>(() -> IndexView.build(null, manifest, whileWanted(blobs), placement));
        Thread thread = new Thread(task, "live-index-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    /** The view, when it is there; empty if it could not be built, which whoever needs it finds out again. */
    Optional<IndexView> await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return Optional.of(task.get());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            LOG.info("Nothing is prepared: {}", e.getCause().toString());
            return Optional.empty();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
