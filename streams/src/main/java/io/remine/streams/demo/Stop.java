package io.remine.streams.demo;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether somebody wants the demo to end, with Ctrl-C for instance. */
final class Stop {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    boolean isRequested() {
        return requested.getCount() == 0;
    }

    /**
     * Goes no further if the demo is to end.
     *
     * @throws CancellationException if it is
     */
    void check() {
        if (isRequested()) {
            throw new CancellationException("the demo is to end");
        }
    }

    /** Waits this long, or until the demo is to end; says whether it is. */
    boolean await(Duration wait) throws InterruptedException {
        return requested.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until the demo is to end. */
    void await() throws InterruptedException {
        requested.await();
    }
}
