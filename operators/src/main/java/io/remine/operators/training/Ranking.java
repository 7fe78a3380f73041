package io.remine.operators.training;

import java.util.List;

/**
 * The documents found for one query, best first, and what each is to the loss. Documents that the search did not find may
 * stand at the end.
 *
 * @param roles one per document; its rank is its place, counted from 1
 * @param weight how much the query counts, above 0
 */
record Ranking(List<Role> roles, float weight) {

    /** What a document is to the query's loss. */
    enum Role {
        /** To be ranked above the negatives. */
        RELEVANT,
        /** Not known to be relevant. */
        NEGATIVE,
        /** Known to be relevant, but another example's: keeps its rank and is in no pair. */
        IGNORED
    }

    Ranking {
        roles = List.copyOf(roles);
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight %s of a query, must be above 0".formatted(weight));
        }
    }
}
