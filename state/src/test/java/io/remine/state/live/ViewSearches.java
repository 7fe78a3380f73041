package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.remine.state.index.Hits;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.live.SearchResult.Hit;
import io.remine.state.model.ModelVersion;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Searches view after view and shows the answers to the invariant. Besides, every document's text is the manifest's id, and a
 * query's vector is that of the version.
 */
final class ViewSearches {

    private static final String QUERY = "what does a view show?";

    private final LiveState state;
    private final NoMixedView noMixedView;
    private final Map<Optional<ModelVersion>, float[]> vectors;

    /** @param vectors of the query by version, entered before other threads can lease the view or soon after */
    ViewSearches(LiveState state, NoMixedView noMixedView, Map<Optional<ModelVersion>, float[]> vectors) {
        this.state = state;
        this.noMixedView = noMixedView;
        this.vectors = vectors;
    }

    /** Searches view after view; returns how many. */
    long searchUntil(AtomicBoolean done) {
        long searched = 0;
        do {
            try (Lease<View> lease = state.lease().orElseThrow()) {
                check(lease.get());
            }
            searched++;
        } while (!done.get());
        return searched;
    }

    /** The query's vector by the view's live encoder. */
    static float[] encode(View view) {
        return view.live().encodeQueries(List.of(QUERY))[0];
    }

    /** All documents, the best first. */
    static List<Hit> hits(View view) {
        return hits(view, encode(view));
    }

    private void check(View view) {
        float[] vector = encode(view);
        List<Hit> hits = hits(view, vector);
        noMixedView.answered(QUERY, version(view), view.manifest().toString(), hits);
        assertThat(hits).extracting(Hit::text).containsOnly(view.manifest().toString());
        float[] expected = vectors.get(view.version());
        if (expected != null) {
            assertThat(vector).as("by version %s", view.version()).isEqualTo(expected);
        }
    }

    private static List<Hit> hits(View view, float[] vector) {
        try (NDManager scope = PyTorch.newManager()) {
            Hits found = view.index()
                    .search(scope.create(new float[][] {vector}), view.index().rows());
            List<Hit> hits = new ArrayList<>();
            for (int i = 0; i < found.rows()[0].length; i++) {
                int row = found.rows()[0][i];
                hits.add(new Hit(view.index().id(row), view.index().text(row), found.scores()[0][i]));
            }
            return hits;
        }
    }

    private static String version(View view) {
        return view.version().map(ModelVersion::toString).orElse("");
    }
}
