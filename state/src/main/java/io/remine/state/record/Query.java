package io.remine.state.record;

import java.util.List;
import java.util.Optional;

/**
 * What somebody searched for.
 *
 * @param timeMillis when, in milliseconds since 1970; as the producer says, trusted for display only
 * @param user who searched, if the producer says
 * @param scopes which documents the query may see: those of its own scope, the first, and of the others; empty if all
 * @param impressions the documents shown, in order; may be empty
 */
public record Query(
        QueryId id,
        String text,
        long timeMillis,
        Optional<String> user,
        List<String> scopes,
        List<DocumentId> impressions) {

    /** Longest text, in characters. */
    public static final int MAX_TEXT_CHARS = 10_000;
    /** Longest name of a user, in bytes. */
    public static final int MAX_USER_BYTES = 512;
    /** Longest name of a scope, in bytes. */
    public static final int MAX_SCOPE_BYTES = 512;
    /** Most scopes of one query. */
    public static final int MAX_SCOPES = 64;
    /** Most impressions of one query. */
    public static final int MAX_IMPRESSIONS = 1_000;

    public Query {
        Texts.check("text of query " + id, text, MAX_TEXT_CHARS);
        user.ifPresent(name -> Identifiers.check("user", name, MAX_USER_BYTES));
        scopes = checkedScopes(id, scopes);
        if (impressions.size() > MAX_IMPRESSIONS) {
            throw new IllegalArgumentException("%d impressions of query %s, limit %d; send the first ones"
                    .formatted(impressions.size(), id, MAX_IMPRESSIONS));
        }
        impressions = List.copyOf(impressions);
    }

    /** The scopes, each once. */
    static List<String> checkedScopes(QueryId id, List<String> scopes) {
        if (scopes.size() > MAX_SCOPES) {
            throw new IllegalArgumentException(
                    "%d scopes of query %s, limit %d; send fewer, or none to search everything"
                            .formatted(scopes.size(), id, MAX_SCOPES));
        }
        scopes.forEach(name -> Identifiers.check("scope", name, MAX_SCOPE_BYTES));
        return scopes.stream().distinct().toList();
    }
}
