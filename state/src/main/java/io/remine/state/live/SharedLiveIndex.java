package io.remine.state.live;

import io.remine.state.resource.Lease;
import java.util.HashMap;
import java.util.Map;

/** One live index for all who want the same in this process: the tasks of a TaskManager share one copy of the index. */
public final class SharedLiveIndex {

    private static final Map<LiveIndexOptions, Shared> OPEN = new HashMap<>();

    private SharedLiveIndex() {}

    /**
     * The live index with these options, opened for the first who asks and closed with the last lease.
     *
     * @throws java.io.UncheckedIOException if the cache directory cannot be used
     */
    public static Lease<LiveIndex> acquire(LiveIndexOptions options) {
        synchronized (OPEN) {
            Shared shared = OPEN.computeIfAbsent(options, wanted -> new Shared(LiveIndex.open(wanted)));
            shared.users++;
            return Lease.of(shared.live, () -> release(options));
        }
    }

    private static void release(LiveIndexOptions options) {
        synchronized (OPEN) { // also while it closes: the next to ask needs its cache directory
            Shared shared = OPEN.get(options);
            shared.users--;
            if (shared.users == 0) {
                OPEN.remove(options);
                shared.live.close();
            }
        }
    }

    private static final class Shared {

        final LiveIndex live;
        int users;

        Shared(LiveIndex live) {
            this.live = live;
        }
    }
}
