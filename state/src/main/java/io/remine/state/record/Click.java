package io.remine.state.record;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Somebody chose this document for this query. The same (query, document, kind) counts once.
 *
 * @param kind what was done: {@code click} unless the producer says otherwise, such as {@code purchase}
 * @param timeMillis when, in milliseconds since 1970
 * @param position where the document was shown, from 0, if the producer says
 * @param grade how relevant the choice makes the document, above 0; 1 unless the producer says otherwise
 */
public record Click(
        QueryId query,
        DocumentId document,
        String kind,
        long timeMillis,
        OptionalInt position,
        float grade,
        Optional<String> user) {

    /** The kind of a click that names none. */
    public static final String DEFAULT_KIND = "click";
    /** Longest kind, in bytes. */
    public static final int MAX_KIND_BYTES = 64;
    /** Highest grade. */
    public static final float MAX_GRADE = 1_000;

    public Click {
        Identifiers.check("kind of click", kind, MAX_KIND_BYTES);
        user.ifPresent(name -> Identifiers.check("user", name, Query.MAX_USER_BYTES));
        if (position.isPresent() && position.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "position %d of a click on %s, must be at least 0".formatted(position.getAsInt(), document));
        }
        if (!(grade > 0 && grade <= MAX_GRADE)) {
            throw new IllegalArgumentException(
                    "grade %s of a click on %s, must be above 0 and at most %s".formatted(grade, document, MAX_GRADE));
        }
    }
}
