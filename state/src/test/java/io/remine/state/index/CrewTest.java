package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrewTest {

    @Test
    void everyPieceIsWorkedOnOnceAndEachMembersPiecesRise() {
        List<List<Integer>> members =
                Crew.share(5000, 3, () -> new ArrayList<Integer>(), (pieces, piece) -> pieces.add(piece));
        assertThat(members).hasSizeBetween(1, 3).allSatisfy(pieces -> assertThat(pieces)
                .isSorted());
        assertThat(members.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 5000).boxed().toList());
    }

    @Test
    void aFailureIsTheCallersOnceNobodyIsAtWork() {
        AtomicInteger atWork = new AtomicInteger();
        for (Throwable failure : List.of(new IllegalStateException("piece"), new AssertionError("piece"))) {
            assertThatThrownBy(() -> Crew.share(100, 2, atWork::incrementAndGet, (state, piece) -> {
                        atWork.incrementAndGet();
                        try {
                            if (piece == 7) {
                                throwUnchecked(failure);
                            }
                        } finally {
                            atWork.decrementAndGet();
                        }
                    }))
                    .isSameAs(failure);
        }
        int members = atWork.get();
        assertThat(members).isBetween(2, 4);
    }

    @Test
    void anInterruptedCallerWaitsAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        List<AtomicInteger> members = Crew.share(100, 2, AtomicInteger::new, (sum, piece) -> sum.addAndGet(piece));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(members.stream().mapToInt(AtomicInteger::get).sum()).isEqualTo(4950);
    }

    private static void throwUnchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
