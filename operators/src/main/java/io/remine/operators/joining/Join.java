package io.remine.operators.joining;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.intake.RawRecord;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * How a query and its clicks make examples. The clicks of a query make the same examples whether the query comes before,
 * between or after them. While either is remembered the same (query, document, kind) counts once, and a query that is sent
 * twice keeps its first text. Whichever waits past its time-to-live leaves: a query for good, a click as a dead letter.
 */
final class Join {

    /** Most different clicks of one query that are remembered, waiting or counted. */
    static final int MAX_CLICKS = 1_000;
    /** Most bytes of one query's clicks that wait. */
    static final long MAX_WAITING_BYTES = 8 << 20;

    /** What one event changes: the new state and what leaves. */
    record Outcome(JoinState state, List<Example> examples, List<DeadLetter> deadLetters) {}

    private Join() {}

    /** The query has come; it stays until {@code expiresMillis}. */
    static Outcome query(JoinState state, Query query, long expiresMillis) {
        if (state.query().isPresent()) {
            return unchanged(state);
        }
        JoinState joined = new JoinState(Optional.of(query), expiresMillis, List.of(), state.counted());
        List<Example> examples = new ArrayList<>();
        for (JoinState.Waiting waiting : state.waiting()) {
            Outcome outcome = count(joined, waiting.received());
            joined = outcome.state();
            examples.addAll(outcome.examples());
        }
        return new Outcome(joined, examples, List.of());
    }

    /** A click has come; if its query has not, it waits until {@code expiresMillis}. */
    static Outcome click(JoinState state, ReceivedClick received, long expiresMillis) {
        if (state.knows(received.click())) {
            return unchanged(state);
        }
        if (state.waiting().size() + state.counted().size() >= MAX_CLICKS
                || state.waitingBytes() + received.raw().size() > MAX_WAITING_BYTES) {
            return refused(state, received);
        }
        if (state.query().isPresent()) {
            return count(state, received);
        }
        List<JoinState.Waiting> waiting = new ArrayList<>(state.waiting());
        waiting.add(new JoinState.Waiting(received, expiresMillis));
        return new Outcome(new JoinState(Optional.empty(), 0, waiting, state.counted()), List.of(), List.of());
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
        return new Outcome(new JoinState(Optional.empty(), 0, stay, List.of()), List.of(), leave);
    }

    private static Outcome count(JoinState state, ReceivedClick received) {
        Click click = received.click();
        Query query = state.query().orElseThrow();
        Example example = new Example(
                query.id(),
                query.text(),
                click.document(),
                click.kind(),
                click.grade(),
                known(state.counted(), click.document()),
                click.timeMillis(),
                received.raw().position());
        List<JoinState.Counted> counted = new ArrayList<>(state.counted());
        counted.add(JoinState.Counted.of(click));
        return new Outcome(
                new JoinState(state.query(), state.queryExpiresMillis(), state.waiting(), counted),
                List.of(example),
                List.of());
    }

    /** The newest documents clicked before, without the one clicked now, oldest first. */
    private static List<DocumentId> known(List<JoinState.Counted> counted, DocumentId clicked) {
        LinkedHashSet<DocumentId> known = new LinkedHashSet<>();
        counted.forEach(click -> known.add(click.document()));
        known.remove(clicked);
        return known.stream()
                .skip(Math.max(0, known.size() - Example.MAX_KNOWN))
                .toList();
    }

    private static Outcome refused(JoinState state, ReceivedClick received) {
        String message = "query %s already has %d clicks and %d bytes waiting, limits %d and %d; use one id per search"
                .formatted(
                        received.click().query(),
                        state.waiting().size() + state.counted().size(),
                        state.waitingBytes(),
                        MAX_CLICKS,
                        MAX_WAITING_BYTES);
        return new Outcome(state, List.of(), List.of(letter(received, Reason.TOO_MANY, message)));
    }

    private static DeadLetter letter(ReceivedClick received, Reason reason, String message) {
        RawRecord raw = received.raw();
        return new DeadLetter(raw.position(), raw.key(), raw.value(), reason, message);
    }

    private static Outcome unchanged(JoinState state) {
        return new Outcome(state, List.of(), List.of());
    }
}
