package io.remine.streams.evaluate;

import io.remine.streams.beir.JudgedQuery;
import java.util.Comparator;
import java.util.List;

/** In which order the train queries come. */
public enum StreamOrder {
    /** As in the file. */
    FILE,
    /** By rising id. */
    ID,
    /** By rising time, which every query must have. */
    TIME;

    List<JudgedQuery> of(List<JudgedQuery> queries) {
        return switch (this) {
            case FILE -> queries;
            case ID ->
                queries.stream().sorted(Comparator.comparing(JudgedQuery::id)).toList();
            case TIME -> byTime(queries);
        };
    }

    private static List<JudgedQuery> byTime(List<JudgedQuery> queries) {
        queries.stream().filter(query -> query.timeMillis() <= 0).findFirst().ifPresent(query -> {
            throw new IllegalArgumentException(
                    "query %s has no field 'time' in milliseconds; take the order file or id".formatted(query.id()));
        });
        return queries.stream()
                .sorted(Comparator.comparingLong(JudgedQuery::timeMillis))
                .toList();
    }
}
