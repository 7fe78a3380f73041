package io.remine.streams.search;

import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.live.SearchRequest;
import io.remine.state.live.SearchResult;
import io.remine.state.live.View;
import io.remine.state.model.ModelVersion;
import io.remine.streams.lexical.ReciprocalRankFusion;
import io.remine.streams.lexical.WordView;
import io.remine.streams.search.Retriever.Answer;
import io.remine.streams.search.Retriever.Result;
import io.remine.streams.search.Search.Mode;
import io.remine.streams.search.Search.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Answers from one view. */
final class ViewAnswers {

    /** So many of each ranking are fused, at least: what both rank below that would hardly come up. */
    static final int FUSED_DEPTH = 100;

    private ViewAnswers() {}

    static Answer dense(View view, Search search) {
        List<SearchResult> byVectors = byVectors(view, search, 1);
        List<List<Result>> results = byVectors.stream()
                .map(found -> found.hits().stream()
                        .map(hit -> new Result(hit.id(), hit.text(), hit.score()))
                        .toList())
                .toList();
        return new Answer(results, Mode.DENSE, areExact(byVectors), version(view, search), manifest(view));
    }

    static Answer lexical(WordView words, Search search) {
        IndexView index = words.view().index();
        List<List<Result>> results = new ArrayList<>();
        for (Question question : search.questions()) {
            Hits found = byWords(words, question, question.k());
            results.add(IntStream.range(0, found.rows()[0].length)
                    .mapToObj(i -> result(index, found.rows()[0][i], found.scores()[0][i]))
                    .toList());
        }
        return new Answer(results, Mode.LEXICAL, true, Optional.empty(), manifest(words.view()));
    }

    static Answer hybrid(WordView words, Search search) {
        IndexView index = words.view().index();
        List<SearchResult> byVectors = byVectors(words.view(), search, FUSED_DEPTH);
        List<List<Result>> results = new ArrayList<>();
        for (int i = 0; i < byVectors.size(); i++) {
            Question question = search.questions().get(i);
            List<Long> dense = byVectors.get(i).hits().stream()
                    .map(hit -> index.rowOf(hit.id()).getAsLong())
                    .toList();
            List<Long> lexical = IntStream.of(byWords(words, question, depth(question, FUSED_DEPTH))
                            .rows()[0])
                    .mapToObj(row -> (long) row)
                    .toList();
            results.add(ReciprocalRankFusion.fuse(List.of(dense, lexical), question.k()).stream()
                    .map(fused -> result(index, fused.ranked(), (float) fused.score()))
                    .toList());
        }
        return new Answer(
                results, Mode.HYBRID, areExact(byVectors), version(words.view(), search), manifest(words.view()));
    }

    /** @param least how many are found of each question at least, whatever it wants */
    private static List<SearchResult> byVectors(View view, Search search, int least) {
        List<SearchRequest> requests = search.questions().stream()
                .map(question -> SearchRequest.of(question.query(), depth(question, least))
                        .withScopes(question.scopes())
                        .withFilter(question.filter()))
                .map(request -> search.exact() ? request.exactly() : request)
                .toList();
        return search.side() == Search.Side.LIVE ? view.search(requests) : view.searchControl(requests);
    }

    private static boolean areExact(List<SearchResult> results) {
        return results.stream().allMatch(SearchResult::exact);
    }

    private static Hits byWords(WordView words, Question question, int k) {
        return words.words().search(question.query(), k, question.scopes(), question.filter());
    }

    private static int depth(Question question, int least) {
        return Math.max(question.k(), least);
    }

    private static Result result(IndexView index, long row, float score) {
        return new Result(index.id(row), index.text(row), score);
    }

    private static Optional<String> version(View view, Search search) {
        return search.side() == Search.Side.LIVE ? view.version().map(ModelVersion::toString) : Optional.empty();
    }

    private static String manifest(View view) {
        return view.manifest().toString();
    }
}
