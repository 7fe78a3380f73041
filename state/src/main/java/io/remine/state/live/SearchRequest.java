package io.remine.state.live;

import io.remine.state.index.Filter;
import io.remine.state.record.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is asked of a {@link LiveIndex}.
 *
 * @param query text
 * @param k how many documents, at least 1; fewer are found if the query may see fewer
 * @param scopes of the query, as {@link Scopes} says; empty: all documents
 * @param filter which of these are chosen from
 * @param atLeast how new the view must be; empty: the newest there is
 * @param patience how long to wait for a view that is as new
 * @param exact whether all documents are to be compared, also where a graph would be quicker
 */
public record SearchRequest(
        String query,
        int k,
        List<String> scopes,
        Filter filter,
        List<AtLeast> atLeast,
        Duration patience,
        boolean exact) {

    /** Long enough for a checkpoint at the default interval. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    public SearchRequest {
        Objects.requireNonNull(query, "query");
        Objects.requireNonNull(filter, "filter");
        scopes = List.copyOf(scopes);
        atLeast = List.copyOf(atLeast);
        if (k < 1) {
            throw new IllegalArgumentException("k %d, must be at least 1".formatted(k));
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience of %s, must be at least 0".formatted(patience));
        }
    }

    /** The best {@code k} of all documents in the newest view. */
    public static SearchRequest of(String query, int k) {
        return new SearchRequest(query, k, List.of(), Filter.NONE, List.of(), DEFAULT_PATIENCE, false);
    }

    /** The same among the documents that a query with these scopes may see. */
    public SearchRequest withScopes(List<String> allowed) {
        return new SearchRequest(query, k, allowed, filter, atLeast, patience, exact);
    }

    /** The same among the documents that pass this filter. */
    public SearchRequest withFilter(Filter chosen) {
        return new SearchRequest(query, k, scopes, chosen, atLeast, patience, exact);
    }

    /** The same in a view that is as new as this, too. */
    public SearchRequest atLeast(AtLeast wanted) {
        List<AtLeast> all = new ArrayList<>(atLeast);
        all.add(wanted);
        return new SearchRequest(query, k, scopes, filter, all, patience, exact);
    }

    /** The same, waiting so long for a view that is as new. */
    public SearchRequest within(Duration wait) {
        return new SearchRequest(query, k, scopes, filter, atLeast, wait, exact);
    }

    /** The same, comparing all documents, by their codes where only these are in memory. */
    public SearchRequest exactly() {
        return new SearchRequest(query, k, scopes, filter, atLeast, patience, true);
    }
}
