package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final long FOREVER = 1L << 60;

    @Test
    void theInverseSquareRootHalvesAfterThreeTimesItsStepsAndNeverGoesBelowItsFloor() {
        Schedule schedule = new Schedule.InverseSquareRoot(100, 0.1);
        assertThat(schedule.factor(0)).isEqualTo(1);
        assertThat(schedule.factor(300)).isEqualTo(0.5);
        assertThat(schedule.factor(1_500)).isEqualTo(0.25);
        assertThat(schedule.factor(FOREVER)).isEqualTo(0.1);
    }

    @Test
    void cyclesFallAlongACosineAndStartAgain() {
        Schedule schedule = new Schedule.Cycles(100, 0.2);
        for (long cycle : new long[] {0, 100, 100_000_000}) {
            assertThat(schedule.factor(cycle)).isEqualTo(1);
            assertThat(schedule.factor(cycle + 50)).isCloseTo(0.6, within(1e-12));
            assertThat(schedule.factor(cycle + 99)).isBetween(0.2, 0.201);
        }
    }

    @Test
    void theRateWarmsUpFirstAndFollowsTheScheduleFromItsPeak() {
        AdamWSettings settings = new AdamWSettings(
                0.5, 0.9, 0.999, 1e-8, 0, 4, new Schedule.InverseSquareRoot(100, 0.1), new Clip.Norm(1));
        assertThat(settings.learningRateAt(1)).isEqualTo(0.125);
        assertThat(settings.learningRateAt(4)).isEqualTo(0.5);
        assertThat(settings.learningRateAt(304)).isEqualTo(0.25);
    }

    @Test
    void aScheduleThatWouldEndIsRefused() {
        assertThatThrownBy(() -> new Schedule.Cycles(10, 0)).hasMessageContainingAll("floor 0.0", "no end");
        assertThatThrownBy(() -> new Schedule.InverseSquareRoot(0, 0.1)).hasMessageContaining("schedule of 0 steps");
    }
}
