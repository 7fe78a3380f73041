package io.remine.state.live;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How many searches were answered, and how long they took together, encoding included. Safe for use by several threads. */
public final class SearchTimes {

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    SearchTimes() {}

    public long count() {
        return count.sum();
    }

    public long nanos() {
        return nanos.sum();
    }

    /** Counts a search that somebody runs in a view of their own lease. */
    public <T> T time(Supplier<T> search) {
        long begin = System.nanoTime();
        T found = search.get();
        nanos.add(System.nanoTime() - begin);
        count.increment();
        return found;
    }
}
