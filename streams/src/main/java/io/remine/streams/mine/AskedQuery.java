package io.remine.streams.mine;

import java.util.List;

/**
 * A query that negatives are mined for.
 *
 * @param positives ids of its relevant documents, all in the corpus; may be empty
 * @param place where it stands, for errors
 */
record AskedQuery(String id, String text, List<String> positives, String place) {

    AskedQuery {
        if (text.isBlank()) {
            throw new IllegalArgumentException("%s: text of query %s is blank; leave it out".formatted(place, id));
        }
        positives = List.copyOf(positives);
    }
}
