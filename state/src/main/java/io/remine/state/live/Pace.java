package io.remine.state.live;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How the thread that follows gives way to searches: searches take all cores, and a core that builds the next view beside them
 * doubles what each of them takes. So while somebody searches it rests twice as long as it has worked, piece by piece, and a
 * search meets a third of a core instead of a whole one. For use by one thread.
 */
final class Pace {

    private static final int REST_BY_WORK = 2;

    /** No piece of work, however long, makes whoever waits for the next view wait longer than that. */
    private static final long LONGEST_REST_NANOS = 20_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final LongSupplier workedNanos;
    private final LongConsumer rest;
    private long before;

    /**
     * @param workedNanos of this thread until now
     * @param rest for so many nanoseconds
     */
    Pace(LongSupplier workedNanos, LongConsumer rest) {
        this.workedNanos = workedNanos;
        this.rest = rest;
    }

    /** By the time of the processor; where a Java tells none, nobody rests. */
    static Pace ofThread() {
        return new Pace(
                THREADS.isCurrentThreadCpuTimeSupported() ? THREADS::getCurrentThreadCpuTime : () -> 0,
                LockSupport::parkNanos);
    }

    /** Between two pieces of work: rests for the one before if somebody searches now. */
    void giveWay(boolean searched) {
        long worked = workedNanos.getAsLong() - before;
        if (searched && worked > 0) {
            rest.accept(Math.min(LONGEST_REST_NANOS, worked * REST_BY_WORK));
        }
        before = workedNanos.getAsLong();
    }
}
