package io.remine.state.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.model.ModelVersion;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers one request from one view. */
final class ViewSearch {

    private ViewSearch() {}

    /** By the encoder that serves. */
    static SearchResult live(View view, SearchRequest request) {
        return search(view.index(), view.live(), view.version(), request);
    }

    /** By the generation's first encoder. */
    static SearchResult control(View view, SearchRequest request) {
        return search(view.index(), view.control(), Optional.empty(), request);
    }

    private static SearchResult search(
            IndexView index, Encoder encoder, Optional<ModelVersion> version, SearchRequest request) {
        float[][] vector = encoder.encodeQueries(List.of(request.query())); // [1, hidden]
        try (NDManager scope = PyTorch.newManager(index.placement().device())) {
            NDArray queries = scope.create(vector);
            Hits hits = index.search(queries, request.k(), List.of(request.scopes()));
            List<SearchResult.Hit> found = new ArrayList<>();
            for (int i = 0; i < hits.rows()[0].length; i++) {
                int row = hits.rows()[0][i];
                found.add(new SearchResult.Hit(index.id(row), index.text(row), hits.scores()[0][i]));
            }
            return new SearchResult(found, version, index.manifest().id());
        }
    }
}
