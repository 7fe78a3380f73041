package io.remine.streams.search;

import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.Optional;

/** What the search server asks. Implementations answer many threads at once. */
public interface Retriever {

    /** Which of the two query encoders answers. */
    enum Side {
        /** The released model. */
        LIVE,
        /** The generation's first encoder, which never changes. */
        CONTROL
    }

    /**
     * The best {@code k} documents, the best first.
     *
     * @param scopes what the query may see, as {@link io.remine.state.record.Scopes} says; empty: all documents
     * @throws NotReadyException while there is nothing to search yet
     */
    Answer search(String query, int k, Side side, List<String> scopes) throws NotReadyException;

    /** How things stand; answers at any time. */
    ServerStatus status();

    /**
     * One search's outcome, all of it from one view.
     *
     * @param version the model that answered; absent if it was the generation's first encoder
     * @param manifest the index that was searched
     */
    record Answer(List<Result> results, Optional<String> version, String manifest) {

        public Answer {
            results = List.copyOf(results);
        }
    }

    /** A document found, with the cosine of its vector and the query's. */
    record Result(DocumentId id, String text, float score) {}

    /** There is no complete index yet. */
    final class NotReadyException extends Exception {

        private static final long serialVersionUID = 1L;

        public NotReadyException(String message) {
            super(message);
        }
    }
}
