package io.remine.state.record;

import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.InputPosition;
import java.util.List;

/**
 * A query with a document that was clicked for it: what the model learns from.
 *
 * @param text the query's text
 * @param clicked the document of the click that made this example
 * @param kind the kind of that click
 * @param weight how much the example counts, the click's grade
 * @param known documents clicked earlier for the same query, each an example of its own: never negatives of this one
 * @param timeMillis when the click happened, in milliseconds since 1970
 * @param position where the click stood in its topic, or the example in {@code examples} when that is the input
 */
public record Example(
        QueryId query,
        String text,
        DocumentId clicked,
        String kind,
        float weight,
        List<DocumentId> known,
        long timeMillis,
        InputPosition position) {

    /** Most known documents of one example; the newest are kept. */
    public static final int MAX_KNOWN = 256;

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
    }

    /** The example's identity in the lineage. */
    public ExampleHash hash() {
        return ExampleHash.of(query.value(), clicked.value(), kind);
    }

    /** The same example, read from another place. */
    public Example at(InputPosition newPosition) {
        return new Example(query, text, clicked, kind, weight, known, timeMillis, newPosition);
    }
}
