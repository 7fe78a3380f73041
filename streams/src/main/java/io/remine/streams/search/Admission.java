package io.remine.streams.search;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many requests are in progress: no more than a limit at once, and none begins once it is to end. */
final class Admission {

    /** What becomes of a request. */
    enum Outcome {
        /** It is in progress until {@link #leave}. */
        ADMITTED,
        /** There are too many. */
        BUSY,
        /** No more are taken. */
        ENDING
    }

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private int inProgress;
    private boolean ending;

    Admission(int limit) {
        this.limit = limit;
    }

    /** Never waits. */
    Outcome enter() {
        lock.lock();
        try {
            if (ending) {
                return Outcome.ENDING;
            }
            if (inProgress == limit) {
                return Outcome.BUSY;
            }
            inProgress++;
            return Outcome.ADMITTED;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inProgress--;
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int limit() {
        return limit;
    }

    int inProgress() {
        lock.lock();
        try {
            return inProgress;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, and waits for those in progress; says whether all have ended in time. */
    boolean end(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            ending = true;
            long nanos = patience.toNanos();
            while (inProgress > 0 && nanos > 0) {
                nanos = left.awaitNanos(nanos);
            }
            return inProgress == 0;
        } finally {
            lock.unlock();
        }
    }
}
