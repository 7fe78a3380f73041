package io.remine.operators.joining;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.intake.RawRecord;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a query, its clicks and its negatives make examples. Clicks and negatives that come in one order make the same examples
 * whether the query comes before, between or after them. While they are remembered the same (query, document, kind) counts
 * once, the same negative too, and a query that is sent twice keeps its first text. A document that was chosen along with a
 * clicked one has counted: a later click on it makes no example. Examples carry the negatives that came before their clicks.
 * Whichever waits past its time-to-live leaves: a query for good, the rest as dead letters.
 */
final class Join {

    /** Most different documents of one query that are remembered as chosen, waiting or counted. */
    static final int MAX_CHOSEN = 1_000;
    /** Most bytes of one query's clicks and negatives that wait. */
    static final long MAX_WAITING_BYTES = 8 << 20;

    /** What one event changes: the new state and what leaves. */
    record Outcome(JoinState state, List<Example> examples, List<DeadLetter> deadLetters) {}

    private Join() {}

    /** The query has come; it stays until {@code expiresMillis}. */
    static Outcome query(JoinState state, Query query, long expiresMillis) {
        if (state.query().isPresent()) {
            return unchanged(state);
        }
        JoinState joined =
                new JoinState(Optional.of(query), expiresMillis, List.of(), state.counted(), state.negatives());
        List<Example> examples = new ArrayList<>();
        for (JoinState.Waiting waiting : state.waiting()) {
            Outcome outcome = meet(joined, waiting.received());
            joined = outcome.state();
            examples.addAll(outcome.examples());
        }
        return new Outcome(joined, examples, List.of());
    }

    /** A click or a negative has come; if its query has not, it waits until {@code expiresMillis}. */
    static Outcome received(JoinState state, Received received, long expiresMillis) {
        if (isKnown(state, received)) {
            return unchanged(state);
        }
        Optional<String> refusal = refusal(state, received);
        if (refusal.isPresent()) {
            return new Outcome(state, List.of(), List.of(letter(received, Reason.TOO_MANY, refusal.get())));
        }
        if (state.query().isPresent()) {
            return meet(state, received);
        }
        List<JoinState.Waiting> waiting = new ArrayList<>(state.waiting());
        waiting.add(new JoinState.Waiting(received, expiresMillis));
        return new Outcome(JoinState.waitingFor(waiting), List.of(), List.of());
    }

    /** Whatever expires at {@code nowMillis} or earlier leaves. */
    static Outcome expire(JoinState state, long nowMillis) {
        if (state.query().isPresent()) {
            return state.queryExpiresMillis() <= nowMillis
                    ? new Outcome(JoinState.EMPTY, List.of(), List.of())
                    : unchanged(state);
        }
        List<JoinState.Waiting> stay = new ArrayList<>();
        List<DeadLetter> leave = new ArrayList<>();
        for (JoinState.Waiting waiting : state.waiting()) {
            if (waiting.expiresMillis() <= nowMillis) {
                leave.add(letter(
                        waiting.received(), Reason.UNMATCHED, "no query with this id came within the time-to-live"));
            } else {
                stay.add(waiting);
            }
        }
        return new Outcome(JoinState.waitingFor(stay), List.of(), leave);
    }

    private static boolean isKnown(JoinState state, Received received) {
        if (received instanceof ReceivedClick click) {
            return state.knows(new JoinState.Counted(
                    click.click().document(), click.click().kind()));
        }
        SuppliedNegative supplied = ((ReceivedNegative) received).supplied();
        return state.supplied().stream().anyMatch(supplied::sameAs);
    }

    private static Outcome meet(JoinState state, Received received) {
        if (received instanceof ReceivedClick click) {
            Counting.Counted counted = Counting.count(state, click);
            return new Outcome(counted.state(), List.of(counted.example()), List.of());
        }
        List<SuppliedNegative> negatives = new ArrayList<>(state.negatives());
        negatives.add(((ReceivedNegative) received).supplied());
        return new Outcome(state.with(state.counted(), negatives), List.of(), List.of());
    }

    /** Why there is no room for it, if so. */
    private static Optional<String> refusal(JoinState state, Received received) {
        long bytes = state.waitingBytes() + received.raw().size();
        if (state.query().isEmpty() && bytes > MAX_WAITING_BYTES) {
            return Optional.of("%d bytes wait for query %s with this record, limit %d; use one id per search"
                    .formatted(bytes, received.query(), MAX_WAITING_BYTES));
        }
        if (received instanceof ReceivedClick click) {
            int chosen = state.chosen() + click.click().relevant().size();
            return chosen <= MAX_CHOSEN
                    ? Optional.empty()
                    : Optional.of("%d documents chosen for query %s with this click, limit %d; use one id per search"
                            .formatted(chosen, received.query(), MAX_CHOSEN));
        }
        List<SuppliedNegative> supplied = new ArrayList<>(state.supplied());
        supplied.add(((ReceivedNegative) received).supplied());
        int suppliedBytes = supplied.stream().mapToInt(SuppliedNegative::size).sum();
        return supplied.size() <= Example.MAX_NEGATIVES && suppliedBytes <= Example.MAX_NEGATIVE_BYTES
                ? Optional.empty()
                : Optional.of(
                        "%d negatives of %d bytes for query %s with this one, limits %d and %d; send the best ones"
                                .formatted(
                                        supplied.size(),
                                        suppliedBytes,
                                        received.query(),
                                        Example.MAX_NEGATIVES,
                                        Example.MAX_NEGATIVE_BYTES));
    }

    private static DeadLetter letter(Received received, Reason reason, String message) {
        RawRecord raw = received.raw();
        return new DeadLetter(raw.position(), raw.key(), raw.value(), reason, message);
    }

    private static Outcome unchanged(JoinState state) {
        return new Outcome(state, List.of(), List.of());
    }
}
