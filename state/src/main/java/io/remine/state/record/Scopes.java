package io.remine.state.record;

import java.util.Collection;
import java.util.Optional;

/**
 * Which documents a query may see. A scope is a name such as a tenant's, or a source file's; a document has one or none, a
 * query any number.
 *
 * <p>After the accessible premises of LeanDojo (Yang et al. 2023, arXiv 2306.15626), which are what a theorem's file defines and
 * imports: what a query cannot be answered with is neither shown nor mined as a negative. Not access control: whoever names
 * no scope sees everything.
 */
public final class Scopes {

    private Scopes() {}

    /** Whether a query may see a document: if the query has no scopes, the document has none, or they share it. */
    public static boolean allow(Collection<String> ofQuery, Optional<String> ofDocument) {
        return ofQuery.isEmpty() || ofDocument.map(ofQuery::contains).orElse(true);
    }

    /**
     * Refuses what cannot be the name of a scope.
     *
     * @throws IllegalArgumentException if it is empty, longer than {@link Query#MAX_SCOPE_BYTES}, or holds control characters
     */
    public static void check(String scope) {
        Identifiers.check("scope", scope, Query.MAX_SCOPE_BYTES);
    }
}
