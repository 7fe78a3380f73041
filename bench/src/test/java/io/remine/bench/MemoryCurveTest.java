package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryCurveTest {

    @Test
    void aSampleThatStandsOutMovesNoWindow() {
        MemoryCurve curve = curve(sample -> sample % 10 == 3 ? 5_000 : 1_000);
        assertThat(curve.windowBytes()).containsOnly(1_000L);
        assertThat(curve.drift()).isZero();
    }

    @Test
    void growthWithinFivePercentIsFlatAndBeyondIsNot() {
        assertThat(curve(sample -> 1_000 + sample / 5).isFlat()).isTrue(); // at most 40 more
        MemoryCurve growing = curve(sample -> 1_000 + sample / 2); // 100 more
        assertThat(growing.first()).isEqualTo(1_002);
        assertThat(growing.last()).isEqualTo(1_097);
        assertThat(growing.drift()).isEqualTo(1_097.0 / 1_002 - 1);
        assertThat(growing.isFlat()).isFalse();
    }

    @Test
    void aHumpInBetweenIsNotFlatEither() {
        MemoryCurve hump = curve(sample -> sample >= 80 && sample < 120 ? 1_200 : 1_000);
        assertThat(hump.last()).isEqualTo(hump.first());
        assertThat(hump.drift()).isEqualTo(0.2, offset(1e-9));
        assertThat(hump.isFlat()).isFalse();
    }

    @Test
    void shrinkingCountsAsWell() {
        assertThat(curve(sample -> 1_000 - sample).drift()).isNegative();
        assertThat(curve(sample -> 1_000 - sample).isFlat()).isFalse();
    }

    @Test
    void fewerSamplesThanWindowsAreRefused() {
        assertThatThrownBy(() -> MemoryCurve.of(List.of(1L, 2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 samples, must be at least 20");
    }

    /** 200 samples, ten for each window. */
    private static MemoryCurve curve(LongUnaryOperator bytes) {
        return MemoryCurve.of(LongStream.range(0, 200).map(bytes).boxed().toList());
    }
}
