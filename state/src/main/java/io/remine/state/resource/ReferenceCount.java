package io.remine.state.resource;

import java.util.concurrent.atomic.AtomicInteger;

/** Frees something native when the last of its holders lets go. Begins with one holder: whoever made it. */
public final class ReferenceCount {

    private final AtomicInteger holders = new AtomicInteger(1);
    private final Runnable free;

    public ReferenceCount(Runnable free) {
        this.free = free;
    }

    /** Holds it too; false if it has been freed already. */
    public boolean retain() {
        return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Whether there is more than one holder now. */
    public boolean isShared() {
        return holders.get() > 1;
    }

    /** Holds it no longer; the last one frees it. */
    public void release() {
        int left = holders.decrementAndGet();
        if (left < 0) {
            throw new IllegalStateException("released more often than retained");
        }
        if (left == 0) {
            free.run();
        }
    }
}
