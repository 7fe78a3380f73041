package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointFiguresTest {

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
        assertThat(CheckpointFigures.median(List.of(9L, 1L, 4L))).isEqualTo(4);
        assertThat(CheckpointFigures.median(List.of(9L, 1L, 4L, 5L))).isEqualTo(4.5);
    }

    @Test
    void noValuesHaveNoMedian() {
        assertThatThrownBy(() -> CheckpointFigures.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
