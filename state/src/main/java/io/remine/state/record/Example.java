package io.remine.state.record;

import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.InputPosition;
import java.util.List;
import java.util.OptionalInt;

/**
 * A query with what was clicked for it: what the model learns from.
 *
 * @param text the query's text
 * @param clicked the document of the click that made this example
 * @param kind the kind of that click
 * @param weight how much the example counts, the click's grade
 * @param known documents clicked earlier for the same query, learnt in examples of their own: never negatives of this one
 * @param timeMillis when the click happened, in milliseconds since 1970
 * @param position where the click stood in its topic, or the example in {@code examples} when that is the input
 * @param others documents chosen by the same click, as relevant as the clicked one
 * @param shownAt where the clicked document was shown, from 0, if that is known
 * @param scopes which documents the query may see, its own scope first; empty if all
 * @param negatives what was said, before the click, not to answer the query
 */
public record Example(
        QueryId query,
        String text,
        DocumentId clicked,
        String kind,
        float weight,
        List<DocumentId> known,
        long timeMillis,
        InputPosition position,
        List<DocumentId> others,
        OptionalInt shownAt,
        List<String> scopes,
        List<SuppliedNegative> negatives) {

    /** Most known documents of one example; the newest are kept. */
    public static final int MAX_KNOWN = 256;
    /** Most supplied negatives of one example. */
    public static final int MAX_NEGATIVES = 64;
    /** Most bytes of the supplied negatives of one example, so that the longest example fits in a Kafka record of 1 MiB. */
    public static final int MAX_NEGATIVE_BYTES = 128 << 10;

    public Example {
        Texts.check("text of query " + query, text, Query.MAX_TEXT_CHARS);
        Identifiers.check("kind of click", kind, Click.MAX_KIND_BYTES);
        if (!(weight > 0 && weight <= Click.MAX_GRADE)) {
            throw new IllegalArgumentException("weight %s of an example of query %s, must be above 0 and at most %s"
                    .formatted(weight, query, Click.MAX_GRADE));
        }
        if (known.size() > MAX_KNOWN) {
            throw new IllegalArgumentException(
                    "%d known documents of query %s, limit %d".formatted(known.size(), query, MAX_KNOWN));
        }
        known = List.copyOf(known);
        others = Click.checkedOthers(query, clicked, others);
        if (shownAt.isPresent() && shownAt.getAsInt() < 0) {
            throw new IllegalArgumentException(
                    "%s shown at %d, must be at least 0".formatted(clicked, shownAt.getAsInt()));
        }
        scopes = Query.checkedScopes(query, scopes);
        negatives = List.copyOf(negatives);
        int negativeBytes = negatives.stream().mapToInt(SuppliedNegative::size).sum();
        if (negatives.size() > MAX_NEGATIVES || negativeBytes > MAX_NEGATIVE_BYTES) {
            throw new IllegalArgumentException(
                    "%d negatives of %d bytes for query %s, limits %d and %d; keep the best ones"
                            .formatted(negatives.size(), negativeBytes, query, MAX_NEGATIVES, MAX_NEGATIVE_BYTES));
        }
    }

    /** An example of one document, of which nothing more is known. */
    public Example(
            QueryId query,
            String text,
            DocumentId clicked,
            String kind,
            float weight,
            List<DocumentId> known,
            long timeMillis,
            InputPosition position) {
        this(
                query,
                text,
                clicked,
                kind,
                weight,
                known,
                timeMillis,
                position,
                List.of(),
                OptionalInt.empty(),
                List.of(),
                List.of());
    }

    /** The query's only click, at time 0. */
    public static Example of(QueryId query, String text, DocumentId clicked, InputPosition position) {
        return new Example(query, text, clicked, Click.DEFAULT_KIND, 1, List.of(), 0, position);
    }

    /** All documents to be learnt, the clicked one first. */
    public List<DocumentId> relevant() {
        return Click.relevant(clicked, others);
    }

    /** The example's identity in the lineage. */
    public ExampleHash hash() {
        return ExampleHash.of(query.value(), clicked.value(), kind);
    }

    /** The same example, read from another place. */
    public Example at(InputPosition newPosition) {
        return new Example(
                query, text, clicked, kind, weight, known, timeMillis, newPosition, others, shownAt, scopes, negatives);
    }
}
