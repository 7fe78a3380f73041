package io.remine.streams.search;

import io.remine.state.live.Health;
import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the search server asks. Implementations answer many threads at once. */
public interface Retriever {

    /**
     * The best documents for each question, the best first.
     *
     * @throws io.remine.state.live.BehindException if there is no view as new as wanted in time
     * @throws UnavailableException while there is nothing to search yet, or if it takes too long
     * @throws IllegalArgumentException if the mode is none of {@link #modes}
     */
    Answer search(Search search) throws UnavailableException, InterruptedException;

    /** What can be searched by here. */
    Set<Search.Mode> modes();

    /** How things stand; answers at any time. */
    ServerStatus status();

    /** Whether searches are answered; answers at any time. */
    Health health();

    /**
     * The outcome of one search, all of it from one view.
     *
     * @param results of each question
     * @param exact whether no better document can have been missed
     * @param version the model that answered; absent if it was the generation's first encoder, or none
     * @param manifest the index that was searched
     */
    record Answer(
            List<List<Result>> results, Search.Mode mode, boolean exact, Optional<String> version, String manifest) {

        public Answer {
            results = results.stream().map(List::copyOf).toList();
        }
    }

    /**
     * A document found.
     *
     * @param score the cosine of its vector and the query's; by BM25 if it was found by words, and the sum of reciprocal ranks if
     *     by both
     */
    record Result(DocumentId id, String text, float score) {}

    /** There is no answer now; a later try may have one. */
    final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1L;

        public UnavailableException(String message) {
            super(message);
        }
    }
}
