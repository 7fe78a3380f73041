package io.remine.streams.search;

import io.remine.state.resource.Lease;
import io.remine.streams.search.Retriever.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Few threads compute for the many that wait: the tensor engine keeps threads of its own for each one that calls it. Whoever
 * asks waits so long and no longer.
 */
final class SearchThreads implements AutoCloseable {

    private final ExecutorService threads;
    private final Duration timeout;

    SearchThreads(int count, Duration timeout) {
        this.timeout = timeout;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "search-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * What the search makes of a resource; the lease is closed when that is done, also if nobody waits for it any more.
     *
     * @throws UnavailableException if it takes too long
     */
    <T, R> R search(Lease<T> lease, Function<T, R> search) throws UnavailableException, InterruptedException {
        CompletableFuture<R> answer = new CompletableFuture<>();
        begin(lease, () -> {
            try (lease) {
                if (!answer.isDone()) {
                    answer.complete(search.apply(lease.get()));
                }
            } catch (Throwable e) { // whatever it is, it belongs to whoever waits
                answer.completeExceptionally(e);
            }
        });
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException(
                    "there is no answer within %d ms; ask for less at once, or again when there is less to do"
                            .formatted(timeout.toMillis()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            answer.cancel(false); // one that has not begun need not
        }
    }

    private void begin(Lease<?> lease, Runnable task) throws UnavailableException {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            lease.close();
            throw new UnavailableException("the server is stopping; ask another one");
        }
    }

    /** Ends once what has begun is done. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
