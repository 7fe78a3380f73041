package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @Test
    void withoutALagItRises() {
        Pace pace = new Pace(20, 32, INTERVAL);
        pace.adapt(0, 20);

        assertThat(pace.perSecond()).isGreaterThan(20);
    }

    @Test
    void withALagItFallsBelowWhatIsTrained() {
        Pace pace = new Pace(100, 32, INTERVAL);
        pace.adapt(400, 40);

        assertThat(pace.perSecond()).isLessThan(40);
    }

    @Test
    void microBatchesUnderWayAreNoLag() {
        Pace pace = new Pace(3, 32, INTERVAL);
        pace.adapt(90, 3);

        assertThat(pace.perSecond()).isGreaterThan(3);
    }

    /** A queue in front of a job that trains at most {@code capacity} a second, whose versions come each interval. */
    @ParameterizedTest
    @ValueSource(doubles = {15, 60, 400})
    void itKeepsAJobBusyAndItsQueueShort(double capacity) {
        Pace pace = new Pace(30, 32, INTERVAL);
        double queue = 0;
        double trained = 0;
        int settled = 20;
        int rounds = 100;
        for (int round = 0; round < rounds; round++) {
            queue += pace.perSecond() * INTERVAL.toSeconds();
            double done = Math.min(queue, capacity * INTERVAL.toSeconds());
            queue -= done;
            pace.adapt((long) queue, done / INTERVAL.toSeconds());
            if (round >= settled) {
                trained += done;
                assertThat(queue / capacity)
                        .as("seconds waiting in round %d", round)
                        .isLessThan(INTERVAL.toSeconds() * 1.5);
            }
        }
        assertThat(trained / ((rounds - settled) * INTERVAL.toSeconds() * capacity))
                .isGreaterThan(0.9);
    }
}
