package io.remine.operators.joining;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of one query id.
 *
 * @param query the query, if it has come and not expired
 * @param queryExpiresMillis processing time at which it does; 0 without a query
 * @param waiting clicks whose query has not come, in the order they came
 * @param counted clicks that have become examples, in that order
 */
record JoinState(Optional<Query> query, long queryExpiresMillis, List<Waiting> waiting, List<Counted> counted) {

    static final JoinState EMPTY = new JoinState(Optional.empty(), 0, List.of(), List.of());

    /** A click that waits until {@code expiresMillis}, processing time. */
    record Waiting(ReceivedClick received, long expiresMillis) {}

    /** What makes two clicks for one query the same. */
    record Counted(DocumentId document, String kind) {

        static Counted of(Click click) {
            return new Counted(click.document(), click.kind());
        }
    }

    JoinState {
        waiting = List.copyOf(waiting);
        counted = List.copyOf(counted);
    }

    boolean isEmpty() {
        return query.isEmpty() && waiting.isEmpty();
    }

    /** Whether a click like this one waits or has counted. */
    boolean knows(Click click) {
        Counted identity = Counted.of(click);
        return counted.contains(identity)
                || waiting.stream()
                        .anyMatch(other -> Counted.of(other.received().click()).equals(identity));
    }

    /** Bytes of the records that wait. */
    long waitingBytes() {
        return waiting.stream()
                .mapToLong(click -> click.received().raw().size())
                .sum();
    }
}
