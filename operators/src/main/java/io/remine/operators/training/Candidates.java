package io.remine.operators.training;

import io.remine.operators.training.Ranking.Role;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What one example is trained on: the documents that the model ranks highest for its query right now, and the clicked one.
 * Negatives are taken from the current ranking, so they are never stale.
 *
 * @param rows the documents' rows in the index, one per role of the ranking
 * @param clickedRank rank of the clicked document among those found, counted from 1; empty if it is not among them
 * @param known whether the clicked document is in the index
 */
record Candidates(List<Long> rows, Ranking ranking, OptionalInt clickedRank, boolean known) {

    Candidates {
        rows = List.copyOf(rows);
        if (rows.size() != ranking.roles().size()) {
            throw new IllegalArgumentException("%d rows for %d roles"
                    .formatted(rows.size(), ranking.roles().size()));
        }
    }

    /**
     * The candidates of an example. If the clicked document was not found but is in the index, it is appended. Documents
     * clicked earlier for the query are never negatives.
     *
     * @param found rows of the search's result, best first
     * @param rowOf the index's row of a document, if it has one
     */
    static Candidates of(Example example, int[] found, Function<DocumentId, OptionalLong> rowOf) {
        OptionalLong clicked = rowOf.apply(example.clicked());
        Set<Long> alsoClicked = new HashSet<>();
        for (DocumentId document : example.known()) {
            rowOf.apply(document).ifPresent(alsoClicked::add);
        }
        List<Long> rows = new ArrayList<>();
        List<Role> roles = new ArrayList<>();
        OptionalInt rank = OptionalInt.empty();
        for (long row : found) {
            rows.add(row);
            if (clicked.isPresent() && row == clicked.getAsLong()) {
                rank = OptionalInt.of(rows.size());
                roles.add(Role.RELEVANT);
            } else {
                roles.add(alsoClicked.contains(row) ? Role.IGNORED : Role.NEGATIVE);
            }
        }
        if (clicked.isPresent() && rank.isEmpty()) {
            rows.add(clicked.getAsLong());
            roles.add(Role.RELEVANT);
        }
        return new Candidates(rows, new Ranking(roles, example.weight()), rank, clicked.isPresent());
    }
}
