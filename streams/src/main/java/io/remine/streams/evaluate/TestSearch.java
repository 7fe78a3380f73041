package io.remine.streams.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.List;

/** Exact search of a split's queries, ordered as trec_eval orders: by falling score, equal ones by falling document id. */
final class TestSearch {

    private static final int AT_ONCE = 128;

    /** One document of a ranking. */
    record Found(String document, float score) {}

    private TestSearch() {}

    /** The rankings of the queries, the best first. */
    static List<List<Found>> search(Encoder encoder, IndexView index, List<JudgedQuery> queries, int depth) {
        List<List<Found>> rankings = new ArrayList<>();
        for (int begin = 0; begin < queries.size(); begin += AT_ONCE) {
            List<JudgedQuery> some = queries.subList(begin, Math.min(queries.size(), begin + AT_ONCE));
            float[][] vectors =
                    encoder.encodeQueries(some.stream().map(JudgedQuery::text).toList());
            try (NDManager scope = PyTorch.newManager(encoder.device());
                    NDArray batch = scope.create(vectors)) {
                Hits hits = index.search(batch, depth);
                for (int query = 0; query < some.size(); query++) {
                    rankings.add(ordered(hits, query, index));
                }
            }
        }
        return rankings;
    }

    /** The documents alone. */
    static List<List<String>> ids(List<List<Found>> rankings) {
        return rankings.stream()
                .map(ranking -> ranking.stream().map(Found::document).toList())
                .toList();
    }

    private static List<Found> ordered(Hits hits, int query, IndexView index) {
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < hits.rows()[query].length; i++) {
            found.add(new Found(index.id(hits.rows()[query][i]).value(), hits.scores()[query][i]));
        }
        found.sort((a, b) ->
                a.score() == b.score() ? b.document().compareTo(a.document()) : Float.compare(b.score(), a.score()));
        return found;
    }
}
