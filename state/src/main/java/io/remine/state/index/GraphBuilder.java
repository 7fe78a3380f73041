package io.remine.state.index;

import io.remine.state.resource.Lease;
import io.remine.state.resource.Threads;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * Builds the graphs of the views that follow each other, on a thread of its own and out of the way of searches: one when there
 * are more rows than a limit, and a new one when too much has changed. A view goes on with the graph of the view before it;
 * a graph that was begun over an earlier view is finished and serves the newest. While one is built, its view's vectors stay
 * in memory beside the newest one's; buckets that did not change are shared.
 */
public final class GraphBuilder implements AutoCloseable {

    private final int aboveRows;
    private final Consumer<String> failures;
    private final Thread thread;
    private Optional<Lease<IndexView>> newest = Optional.empty();
    private boolean pending; // the newest view has not been looked at yet
    private boolean busy;
    private volatile boolean closed;

    /**
     * Starts the thread.
     *
     * @param aboveRows views with more rows get a graph
     * @param failures is told why one could not be built; the views stay exact, and the next one tries again
     */
    public GraphBuilder(int aboveRows, Consumer<String> failures) {
        if (aboveRows < 0) {
            throw new IllegalArgumentException("graphs above %d rows, must be at least 0".formatted(aboveRows));
        }
        this.aboveRows = aboveRows;
        this.failures = failures;
        thread = new Thread(this::run, "index-graph");
        thread.setDaemon(true);
        thread.start();
    }

    /** Goes over to the next view, which searches may use from now on; it is leased until the one after it. */
    public synchronized void follow(Lease<IndexView> next) {
        Lease<IndexView> shared = next.share();
        newest.ifPresent(before -> {
            carry(before.get(), shared.get());
            before.close();
        });
        newest = Optional.of(shared);
        pending = true;
        notifyAll();
    }

    /** Waits until nothing is to be built; says whether that is so. */
    public synchronized boolean awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (busy || pending) {
            long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMillis <= 0 || closed) {
                return false;
            }
            wait(leftMillis);
        }
        return true;
    }

    /** Gives up what is being built and ends the thread. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        Threads.joinUninterruptibly(thread);
        synchronized (this) {
            newest.ifPresent(Lease::close);
            newest = Optional.empty();
        }
    }

    private void run() {
        for (Optional<Lease<IndexView>> next = next(); next.isPresent(); next = next()) {
            ManifestId manifest = next.get().get().manifest().id();
            try (Lease<IndexView> view = next.get()) {
                if (view.get().rows() > aboveRows && view.get().needsGraph()) {
                    view.get().buildGraph(() -> closed);
                    handOver(view.get());
                }
            } catch (CancellationException given) {
                return; // closed
            } catch (RuntimeException | OutOfMemoryError e) {
                failures.accept("no graph of manifest %s, its searches are exact: %s".formatted(manifest, e));
            }
        }
    }

    /** The newest view once there is one that was not looked at; empty when this is closed. */
    private synchronized Optional<Lease<IndexView>> next() {
        busy = false;
        notifyAll();
        while (!pending && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                return Optional.empty(); // nobody interrupts it but to end it
            }
        }
        pending = false;
        busy = !closed;
        return closed ? Optional.empty() : newest.map(Lease::share);
    }

    private synchronized void handOver(IndexView built) {
        IndexView now = newest.orElseThrow().get();
        if (now != built) {
            carry(built, now);
        }
    }

    private void carry(IndexView earlier, IndexView later) {
        try {
            later.carryGraph(earlier);
        } catch (RuntimeException e) {
            failures.accept("manifest %s goes on without the graph of %s: %s"
                    .formatted(later.manifest().id(), earlier.manifest().id(), e));
        }
    }
}
