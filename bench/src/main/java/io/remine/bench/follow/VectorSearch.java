package io.remine.bench.follow;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.index.Hits;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.View;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.time.Duration;

/** Searches of a live index by a vector: what an encoder takes is left out. */
final class VectorSearch {

    private static final int BEST = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private VectorSearch() {}

    /** The best documents for a vector in the newest view. */
    static Hits search(LiveIndex live, float[] query) {
        try (Lease<View> lease = live.lease().orElseThrow();
                NDManager manager = PyTorch.newManager()) {
            return lease.get().index().search(manager.create(query, new Shape(1, query.length)), BEST);
        }
    }

    /** Waits for the manifest of this checkpoint. */
    static void await(LiveIndex live, long checkpoint) throws InterruptedException {
        live.lease(RandomSnapshot.atLeast(checkpoint), PATIENCE).close();
    }
}
