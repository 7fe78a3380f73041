package io.remine.streams.mine;

import io.remine.streams.beir.Document;
import java.util.List;

/**
 * What was found for a query.
 *
 * @param positives its relevant documents, in the order in which they were named
 * @param chosen its negatives in the order of their ranks, relevant documents among them if these were to stay
 */
record Mined(AskedQuery query, List<Passage> positives, List<Passage> chosen) {

    /**
     * A document for this query.
     *
     * @param score its cosine with the query
     */
    record Passage(Document document, float score, boolean relevant) {}

    Mined {
        positives = List.copyOf(positives);
        chosen = List.copyOf(chosen);
    }

    List<Passage> negatives() {
        return chosen.stream().filter(passage -> !passage.relevant()).toList();
    }
}
