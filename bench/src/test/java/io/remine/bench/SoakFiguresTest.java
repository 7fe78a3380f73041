package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.invariant.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakFiguresTest {

    private static final Finding HELD = new Finding(true, "1,000 produced");
    private static final Finding BROKEN = new Finding(false, "one is missing");
    private static final MemoryCurve FLAT = new MemoryCurve(List.of(100L, 101L));
    private static final MemoryCurve RISING = new MemoryCurve(List.of(100L, 106L));
    private static final List<Long> BOUNDED = List.of(100L, 100L, 150L, 190L);
    private static final List<Long> GROWING = List.of(100L, 150L, 200L, 250L);
    private static final List<Long> STEADY = List.of(100L, 110L, 300L);

    @Test
    void isKeptWhileNothingGrowsAndEveryExampleIsTrainedOnce() {
        assertThat(figures(HELD, 0, STEADY, 0, FLAT, BOUNDED).isKept()).isTrue();
        assertThat(figures(BROKEN, 0, STEADY, 0, FLAT, BOUNDED).isKept()).isFalse();
        assertThat(figures(HELD, 1, STEADY, 0, FLAT, BOUNDED).isKept()).isFalse();
        assertThat(figures(HELD, 0, STEADY, 1, FLAT, BOUNDED).isKept()).isFalse();
        assertThat(figures(HELD, 0, STEADY, 0, RISING, BOUNDED).isKept()).isFalse();
    }

    @Test
    void aCheckpointAboveThreeTimesTheMedianIsSlow() {
        assertThat(figures(HELD, 0, List.of(100L, 100L, 300L), 0, FLAT, BOUNDED).slow())
                .isZero();
        SoakFigures slow = figures(HELD, 0, List.of(100L, 100L, 301L), 0, FLAT, BOUNDED);
        assertThat(slow.slow()).isEqualTo(1);
        assertThat(slow.isKept()).isFalse();
    }

    @Test
    void theStateMayHoldWhatIsNotCompactedYetAndNotTheWholeStream() {
        assertThat(figures(HELD, 0, STEADY, 0, FLAT, BOUNDED).isKept()).isTrue();
        assertThat(figures(HELD, 0, STEADY, 0, FLAT, GROWING).isKept()).isFalse();
    }

    private static SoakFigures figures(
            Finding once,
            long lag,
            List<Long> checkpointMillis,
            int failed,
            MemoryCurve memory,
            List<Long> joinStateBytes) {
        return new SoakFigures(1_000, once, 60, 100, lag, checkpointMillis, failed, memory, joinStateBytes);
    }
}
