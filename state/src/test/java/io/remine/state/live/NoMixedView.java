package io.remine.state.live;

import ai.djl.ndarray.NDManager;
import io.remine.state.index.Hits;
import io.remine.state.model.ModelVersion;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The invariant that a search sees one index and one encoder, those that its view names: every document's text is the
 * manifest's id, and a query's vector is that of the version.
 */
final class NoMixedView {

    private static final String QUERY = "what does a view show?";

    private final LiveState state;
    private final Map<Optional<ModelVersion>, float[]> vectors;

    /** @param vectors of the query by version, entered before other threads can lease the view or soon after */
    NoMixedView(LiveState state, Map<Optional<ModelVersion>, float[]> vectors) {
        this.state = state;
        this.vectors = vectors;
    }

    /** Checks view after view; returns how many. */
    long checkUntil(AtomicBoolean done) {
        long checked = 0;
        do {
            try (Lease<View> lease = state.lease().orElseThrow()) {
                check(lease.get());
            }
            checked++;
        } while (!done.get());
        return checked;
    }

    /** The query's vector by the view's live encoder. */
    static float[] encode(View view) {
        return view.live().encodeQueries(List.of(QUERY))[0];
    }

    /** The distinct texts of all documents that a search of the view finds. */
    static List<String> texts(View view) {
        try (NDManager scope = PyTorch.newManager()) {
            Hits hits = view.index()
                    .search(
                            scope.create(new float[][] {encode(view)}),
                            view.index().rows());
            return Arrays.stream(hits.rows()[0])
                    .mapToObj(view.index()::text)
                    .distinct()
                    .toList();
        }
    }

    private void check(View view) {
        if (!texts(view).equals(List.of(view.manifest().toString()))) {
            throw new AssertionError("manifest %s shows texts of %s".formatted(view.manifest(), texts(view)));
        }
        float[] expected = vectors.get(view.version());
        if (expected != null && !Arrays.equals(encode(view), expected)) {
            throw new AssertionError("version %s encodes with other parameters".formatted(view.version()));
        }
    }
}
