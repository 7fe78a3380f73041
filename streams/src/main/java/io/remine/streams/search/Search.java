package io.remine.streams.search;

import io.remine.state.index.Filter;
import io.remine.state.live.AtLeast;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What somebody asks for, within the limits. All questions are answered from one view.
 *
 * @param exact whether all vectors are to be compared, also where a graph would be quicker
 * @param atLeast how new that view must be; empty: the newest there is
 * @param patience how long to wait for one that is as new
 */
public record Search(
        List<Question> questions, Side side, Mode mode, boolean exact, List<AtLeast> atLeast, Duration patience) {

    /** Which of the two query encoders answers. */
    public enum Side {
        /** The released model. */
        LIVE,
        /** The generation's first encoder, which never changes. */
        CONTROL
    }

    /** What documents are found by. */
    public enum Mode {
        /** The vectors of query and document. */
        DENSE,
        /** The words that they share. */
        LEXICAL,
        /** Both. */
        HYBRID;

        /** As requests and answers have it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One query.
     *
     * @param k how many documents are wanted
     * @param scopes what the query may see, as {@link io.remine.state.record.Scopes} says; empty: all documents
     * @param filter which of these are chosen from
     */
    public record Question(String query, int k, List<String> scopes, Filter filter) {

        public Question {
            scopes = List.copyOf(scopes);
        }
    }

    public Search {
        questions = List.copyOf(questions);
        atLeast = List.copyOf(atLeast);
    }
}
