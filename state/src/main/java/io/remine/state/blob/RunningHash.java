package io.remine.state.blob;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;

/**
 * The digests of bytes that come piece by piece, computed beside the thread that brings them, which meanwhile fetches the next
 * ones. For one thread.
 */
final class RunningHash {

    /** Most pieces that wait: where hashing is slower than fetching, fetching waits. */
    private static final int MAX_WAITING = 8;

    private final BlobDigest digest = new BlobDigest();
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** @param piece not to be changed any more */
    void add(ByteBuffer piece) {
        if (waiting.size() == MAX_WAITING) {
            waiting.removeFirst().join();
        }
        last = last.thenRunAsync(() -> digest.update(piece), ForkJoinPool.commonPool());
        waiting.addLast(last);
    }

    /** Of all pieces; none may follow. */
    BlobDigest.Digests finish() {
        last.join();
        return digest.finish();
    }
}
