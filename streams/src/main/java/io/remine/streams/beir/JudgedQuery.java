package io.remine.streams.beir;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A query with the documents that are relevant to it.
 *
 * @param grades of relevant documents, above 0, in the order of the judgments; at least one
 * @param timeMillis when it was asked, in milliseconds since 1970; 0 if the collection does not say
 */
public record JudgedQuery(String id, String text, Map<String, Integer> grades, long timeMillis) {

    public JudgedQuery {
        grades = Collections.unmodifiableMap(new LinkedHashMap<>(grades));
        if (grades.isEmpty() || grades.values().stream().anyMatch(grade -> grade <= 0)) {
            throw new IllegalArgumentException("query %s needs grades above 0, has %s".formatted(id, grades));
        }
    }
}
