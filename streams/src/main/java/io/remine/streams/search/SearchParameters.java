package io.remine.streams.search;

import static io.remine.streams.search.RefusedException.badRequest;

import io.remine.state.index.Filter;
import io.remine.streams.search.Search.Mode;
import io.remine.streams.search.Search.Question;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A search as the parameters of {@code GET /search}; {@code scope} and {@code filter} may be given several times. */
final class SearchParameters {

    static final List<String> NAMES =
            List.of("q", "k", "scope", "filter", "encoder", "mode", "exact", "min_version", "min_manifest", "wait_ms");

    private SearchParameters() {}

    static Search parse(String queryString, Collection<Mode> modes) throws RefusedException {
        QueryString parameters = QueryString.parse(queryString, NAMES);
        Question question = new Question(
                SearchLimits.query("q", parameters.one("q")),
                SearchLimits.k(parameters.one("k")),
                SearchLimits.scopes(parameters.all("scope")),
                filter(parameters.all("filter")));
        return new Search(
                List.of(question),
                SearchLimits.side(parameters.one("encoder")),
                SearchLimits.mode(parameters.one("mode"), modes),
                SearchLimits.exact(parameters.one("exact")),
                SearchLimits.atLeast(parameters.one("min_version"), parameters.one("min_manifest")),
                SearchLimits.patience(parameters.one("wait_ms")));
    }

    /** {@code name:value}: of one name any of its values, of several names each. A name with a colon needs {@code POST}. */
    private static Filter filter(List<String> pairs) throws RefusedException {
        if (pairs.size() > Filter.MAX_VALUES) {
            throw badRequest(
                    "filter is given %d times, limit %d; ask twice".formatted(pairs.size(), Filter.MAX_VALUES));
        }
        Map<String, List<String>> anyOf = new LinkedHashMap<>();
        for (String pair : pairs) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw badRequest(
                        "filter is '%s'; give name:value, such as language:en".formatted(SearchLimits.shortened(pair)));
            }
            anyOf.computeIfAbsent(pair.substring(0, colon), name -> new ArrayList<>())
                    .add(pair.substring(colon + 1));
        }
        return SearchLimits.filter(anyOf);
    }
}
