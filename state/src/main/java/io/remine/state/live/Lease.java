package io.remine.state.live;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The right to use a resource until the lease is closed. The resource itself is closed with its last lease, so that what
 * replaces it need not wait for those who still use it.
 */
public final class Lease<T> implements AutoCloseable {

    private final Counted<T> counted;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(Counted<T> counted) {
        this.counted = counted;
    }

    /** The first lease of a resource; {@code close} runs once, when the last lease is closed. */
    public static <T> Lease<T> of(T resource, Runnable close) {
        return new Lease<>(new Counted<>(resource, close));
    }

    /** The resource; not to be used after this lease was closed. */
    public T get() {
        if (closed.get()) {
            throw new IllegalStateException("this lease is closed; take another one");
        }
        return counted.resource;
    }

    /** Another lease of the same resource, to be closed on its own. */
    public Lease<T> share() {
        get();
        counted.leases.incrementAndGet();
        return new Lease<>(counted);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && counted.leases.decrementAndGet() == 0) {
            counted.close.run();
        }
    }

    private static final class Counted<T> {

        final T resource;
        final Runnable close;
        final AtomicInteger leases = new AtomicInteger(1);

        Counted(T resource, Runnable close) {
            this.resource = resource;
            this.close = close;
        }
    }
}
