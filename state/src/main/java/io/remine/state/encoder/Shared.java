package io.remine.state.encoder;

/** A resource of several owners, closed with the last of them. */
final class Shared<T> {

    private final T resource;
    private final Runnable close;
    private int owners = 1;

    /** Owned by the caller. */
    Shared(T resource, Runnable close) {
        this.resource = resource;
        this.close = close;
    }

    T get() {
        return resource;
    }

    /** One owner more. */
    synchronized Shared<T> share() {
        if (owners == 0) {
            throw new IllegalStateException("shared after its last owner closed it");
        }
        owners++;
        return this;
    }

    /** One owner less. */
    synchronized void release() {
        owners--;
        if (owners == 0) {
            close.run();
        }
    }
}
