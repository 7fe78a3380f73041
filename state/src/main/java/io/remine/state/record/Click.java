package io.remine.state.record;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Somebody chose this document for this query, perhaps with others. The same (query, document, kind) counts once.
 *
 * @param kind what was done: {@code click} unless the producer says otherwise, such as {@code purchase}
 * @param timeMillis when, in milliseconds since 1970
 * @param position where the document was shown, from 0, if the producer says
 * @param grade how relevant the choice makes the document, above 0; 1 unless the producer says otherwise
 * @param others documents chosen by the same act, such as the rest of a basket or of a judged list: as relevant as the first
 *     and learnt in the same example; the document itself and repetitions are left out
 */
public record Click(
        QueryId query,
        DocumentId document,
        String kind,
        long timeMillis,
        OptionalInt position,
        float grade,
        Optional<String> user,
        List<DocumentId> others) {

    /** The kind of a click that names none. */
    public static final String DEFAULT_KIND = "click";
    /** Longest kind, in bytes. */
    public static final int MAX_KIND_BYTES = 64;
    /** Highest grade. */
    public static final float MAX_GRADE = 1_000;
    /** Most other documents of one click. */
    public static final int MAX_OTHERS = 999;
    /** Most bytes of their ids, so that the longest example fits in a Kafka record of 1 MiB. */
    public static final int MAX_OTHERS_BYTES = 128 << 10;

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
        others = checkedOthers(query, document, others);
    }

    /** A click on one document. */
    public Click(
            QueryId query,
            DocumentId document,
            String kind,
            long timeMillis,
            OptionalInt position,
            float grade,
            Optional<String> user) {
        this(query, document, kind, timeMillis, position, grade, user, List.of());
    }

    /** All documents that were chosen, the clicked one first. */
    public List<DocumentId> relevant() {
        return relevant(document, others);
    }

    /** The others, each once, without the clicked document. */
    static List<DocumentId> checkedOthers(QueryId query, DocumentId clicked, List<DocumentId> others) {
        int bytes = others.stream().mapToInt(other -> other.bytes().length).sum();
        if (others.size() > MAX_OTHERS || bytes > MAX_OTHERS_BYTES) {
            throw new IllegalArgumentException(
                    ("%d other documents, %d bytes, of a click on %s for query %s, limits %d and %d; send the rest as"
                                    + " clicks of their own")
                            .formatted(others.size(), bytes, clicked, query, MAX_OTHERS, MAX_OTHERS_BYTES));
        }
        Set<DocumentId> distinct = new LinkedHashSet<>(others);
        distinct.remove(clicked);
        return List.copyOf(distinct);
    }

    static List<DocumentId> relevant(DocumentId clicked, List<DocumentId> others) {
        return Stream.concat(Stream.of(clicked), others.stream()).toList();
    }
}
