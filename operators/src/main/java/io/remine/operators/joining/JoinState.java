package io.remine.operators.joining;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is remembered of one query id.
 *
 * @param query the query, if it has come and not expired
 * @param queryExpiresMillis processing time at which it does; 0 without a query
 * @param waiting clicks and negatives whose query has not come, in the order they came
 * @param counted documents that examples have been made of, in that order
 * @param negatives what has met the query and does not answer it, in the order it came
 */
record JoinState(
        Optional<Query> query,
        long queryExpiresMillis,
        List<Waiting> waiting,
        List<Counted> counted,
        List<SuppliedNegative> negatives) {

    static final JoinState EMPTY = new JoinState(Optional.empty(), 0, List.of(), List.of(), List.of());

    /** A click or negative that waits until {@code expiresMillis}, processing time. */
    record Waiting(Received received, long expiresMillis) {}

    /** A document that was chosen, and how: what makes two clicks for one query the same. */
    record Counted(DocumentId document, String kind) {}

    JoinState {
        waiting = List.copyOf(waiting);
        counted = List.copyOf(counted);
        negatives = List.copyOf(negatives);
    }

    /** The same query with nothing that waits. */
    JoinState with(List<Counted> newCounted, List<SuppliedNegative> newNegatives) {
        return new JoinState(query, queryExpiresMillis, List.of(), newCounted, newNegatives);
    }

    /** No query, and this waits for it. */
    static JoinState waitingFor(List<Waiting> waiting) {
        return new JoinState(Optional.empty(), 0, waiting, List.of(), List.of());
    }

    boolean isEmpty() {
        return query.isEmpty() && waiting.isEmpty();
    }

    /** Whether the document has been chosen this way, by a click that waits or has counted. */
    boolean knows(Counted chosen) {
        return counted.contains(chosen)
                || clicks().anyMatch(click ->
                        click.kind().equals(chosen.kind()) && click.relevant().contains(chosen.document()));
    }

    /** Documents chosen, by clicks that wait or have counted. */
    int chosen() {
        return counted.size()
                + clicks().mapToInt(click -> click.relevant().size()).sum();
    }

    /** Negatives that wait or have met the query. */
    List<SuppliedNegative> supplied() {
        return Stream.concat(negatives.stream(), waiting.stream().flatMap(JoinState::supplied))
                .toList();
    }

    /** Bytes of the records that wait. */
    long waitingBytes() {
        return waiting.stream()
                .mapToLong(record -> record.received().raw().size())
                .sum();
    }

    private Stream<Click> clicks() {
        return waiting.stream()
                .flatMap(record ->
                        record.received() instanceof ReceivedClick click ? Stream.of(click.click()) : Stream.empty());
    }

    private static Stream<SuppliedNegative> supplied(Waiting record) {
        return record.received() instanceof ReceivedNegative negative ? Stream.of(negative.supplied()) : Stream.empty();
    }
}
