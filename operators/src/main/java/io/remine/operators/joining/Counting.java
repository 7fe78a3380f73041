package io.remine.operators.joining;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a click that meets its query becomes an example. Documents that have counted with the same kind are not learnt again
 * along with the clicked one; they are known, like all documents that were chosen before. A choice outweighs a negative: a
 * document that was ever chosen is not among the example's negatives.
 */
final class Counting {

    /** The example, and the state that remembers it. */
    record Counted(JoinState state, Example example) {}

    private Counting() {}

    static Counted count(JoinState state, ReceivedClick received) {
        Click click = received.click();
        Query query = state.query().orElseThrow();
        List<DocumentId> others = click.others().stream()
                .filter(other -> !state.counted().contains(new JoinState.Counted(other, click.kind())))
                .toList();
        Set<DocumentId> before = new LinkedHashSet<>();
        state.counted().forEach(counted -> before.add(counted.document()));
        Example example = new Example(
                query.id(),
                query.text(),
                click.document(),
                click.kind(),
                click.grade(),
                known(before, click.document(), others),
                click.timeMillis(),
                received.raw().position(),
                others,
                shownAt(query, click),
                query.scopes(),
                negatives(state, before, click));
        List<JoinState.Counted> counted = new ArrayList<>(state.counted());
        example.relevant().forEach(document -> counted.add(new JoinState.Counted(document, click.kind())));
        return new Counted(state.with(counted, state.negatives()), example);
    }

    /** The newest documents chosen before, without those chosen now, oldest first. */
    private static List<DocumentId> known(Set<DocumentId> before, DocumentId clicked, List<DocumentId> others) {
        Set<DocumentId> known = new LinkedHashSet<>(before);
        known.remove(clicked);
        others.forEach(known::remove);
        return known.stream()
                .skip(Math.max(0, known.size() - Example.MAX_KNOWN))
                .toList();
    }

    private static OptionalInt shownAt(Query query, Click click) {
        int place = query.impressions().indexOf(click.document());
        return click.position().isPresent() || place < 0 ? click.position() : OptionalInt.of(place);
    }

    private static List<SuppliedNegative> negatives(JoinState state, Set<DocumentId> before, Click click) {
        List<DocumentId> chosen = click.relevant();
        return state.negatives().stream()
                .filter(negative -> !(negative instanceof SuppliedNegative.Stored stored
                        && (before.contains(stored.document()) || chosen.contains(stored.document()))))
                .toList();
    }
}
