package io.remine.state.live;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.Answer;
import io.remine.state.index.Filter;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.model.ModelVersion;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers requests from one view; how new that is to be, whoever leased it has seen to. */
final class ViewSearch {

    private ViewSearch() {}

    /** By the encoder that serves. */
    static List<SearchResult> live(View view, List<SearchRequest> requests) {
        return search(view.index(), view.live(), view.version(), requests);
    }

    /** By the generation's first encoder. */
    static List<SearchResult> control(View view, List<SearchRequest> requests) {
        return search(view.index(), view.control(), Optional.empty(), requests);
    }

    private static List<SearchResult> search(
            IndexView index, Encoder encoder, Optional<ModelVersion> version, List<SearchRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        float[][] vectors = encoder.encodeQueries(
                requests.stream().map(SearchRequest::query).toList()); // [requests, hidden]
        try (NDManager scope = PyTorch.newManager(index.placement().device())) {
            Answer answer = answer(index, scope.create(vectors), requests);
            Hits hits = answer.hits();
            List<SearchResult> results = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                List<SearchResult.Hit> found = found(
                        index, hits.rows()[i], hits.scores()[i], requests.get(i).k());
                results.add(new SearchResult(found, version, index.manifest().id(), answer.exact()));
            }
            return results;
        }
    }

    /** Exact for all if one of them is to be. */
    private static Answer answer(IndexView index, NDArray queries, List<SearchRequest> requests) {
        int most = requests.stream().mapToInt(SearchRequest::k).max().getAsInt();
        List<List<String>> scopes = requests.stream().map(SearchRequest::scopes).toList();
        List<Filter> filters = requests.stream().map(SearchRequest::filter).toList();
        return requests.stream().anyMatch(SearchRequest::exact)
                ? new Answer(index.search(queries, most, scopes, filters), index.isExact())
                : index.searchApproximately(queries, most, scopes, filters);
    }

    private static List<SearchResult.Hit> found(IndexView index, int[] rows, float[] scores, int k) {
        List<SearchResult.Hit> found = new ArrayList<>();
        for (int i = 0; i < Math.min(k, rows.length); i++) {
            found.add(new SearchResult.Hit(index.id(rows[i]), index.text(rows[i]), scores[i]));
        }
        return found;
    }
}
