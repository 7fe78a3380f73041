package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The hour of {@code remine bench soak} in some seconds: too short for memory, state and checkpoints to say anything. */
class SoakITCase {

    @Test
    void everyExampleOfAShortSoakIsTrainedOnce() throws Exception {
        SoakFigures figures = new SoakBench(
                        new SyntheticTask(50, TextLength.OF_QUERIES, 1),
                        200,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(8),
                        Duration.ofHours(1),
                        500,
                        line -> {})
                .run();
        assertThat(figures.once().holds()).as(figures.once().seen()).isTrue();
        assertThat(figures.examples()).isPositive();
        assertThat(figures.lagAtLast()).isZero();
        assertThat(figures.checkpointMillis()).isNotEmpty();
        assertThat(figures.joinStateBytes()).isNotEmpty();
    }
}
