package io.remine.state.index;

import java.util.Objects;

/**
 * What a search found that need not be exact. Scores are exact either way.
 *
 * @param exact whether no query was answered by a graph or by codes, so that no better row can have been missed
 */
public record Answer(Hits hits, boolean exact) {

    public Answer {
        Objects.requireNonNull(hits);
    }
}
