package io.remine.state.resource;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to use a resource until the lease is closed. The resource itself is closed with its last lease, so that what
 * replaces it need not wait for those who still use it.
 */
public final class Lease<T> implements AutoCloseable {

    private final T resource;
    private final ReferenceCount leases;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(T resource, ReferenceCount leases) {
        this.resource = resource;
        this.leases = leases;
    }

    /** The first lease of a resource; {@code close} runs once, when the last lease is closed. */
    public static <T> Lease<T> of(T resource, Runnable close) {
        return new Lease<>(resource, new ReferenceCount(close));
    }

    /** The resource; not to be used after this lease was closed. */
    public T get() {
        if (closed.get()) {
            throw closed();
        }
        return resource;
    }

    /** Another lease of the same resource, to be closed on its own. */
    public Lease<T> share() {
        if (closed.get() || !leases.retain()) {
            throw closed();
        }
        return new Lease<>(resource, leases);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            leases.release();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("this lease is closed; take another one");
    }
}
