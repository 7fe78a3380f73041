package io.remine.state.record;

import java.util.List;
import java.util.Optional;

/**
 * What somebody searched for.
 *
 * @param timeMillis when, in milliseconds since 1970; as the producer says, trusted for display only
 * @param user who searched, if the producer says
 * @param scope which documents the query may see, if the producer says
 * @param impressions the documents shown, in order; may be empty
 */
public record Query(
        QueryId id,
        String text,
        long timeMillis,
        Optional<String> user,
        Optional<String> scope,
        List<DocumentId> impressions) {

    /** Longest text, in characters. */
    public static final int MAX_TEXT_CHARS = 10_000;
    /** Longest name of a user, in bytes. */
    public static final int MAX_USER_BYTES = 512;
    /** Longest name of a scope, in bytes. */
    public static final int MAX_SCOPE_BYTES = 512;
    /** Most impressions of one query. */
    public static final int MAX_IMPRESSIONS = 1_000;

    public Query {
        Texts.check("text of query " + id, text, MAX_TEXT_CHARS);
        user.ifPresent(name -> Identifiers.check("user", name, MAX_USER_BYTES));
        scope.ifPresent(name -> Identifiers.check("scope", name, MAX_SCOPE_BYTES));
        if (impressions.size() > MAX_IMPRESSIONS) {
            throw new IllegalArgumentException("%d impressions of query %s, limit %d; send the first ones"
                    .formatted(impressions.size(), id, MAX_IMPRESSIONS));
        }
        impressions = List.copyOf(impressions);
    }
}
