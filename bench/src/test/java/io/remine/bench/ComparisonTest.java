package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void theRatioIsTheMedianOfNeighbouringRounds() {
        // By rounds 0.5, 0.8 and 2: the machine was slow in the second, for both.
        Comparison comparison = new Comparison("peer", rounds(1, 8, 2), rounds(2, 10, 1), 64);
        assertThat(comparison.timeRatio()).hasValue(0.8);
        assertThat(comparison.cpuRatio()).hasValue(0.8);
        assertThat(comparison.cpuRatios()).containsExactly(0.5, 0.8, 2.0);
        assertThat(comparison.speedRatios()).containsExactly(2.0, 1.25, 0.5);
    }

    @Test
    void speedIsThatOfTheMedianRound() {
        Comparison comparison = new Comparison("peer", rounds(1, 2, 4, 8), rounds(1, 1, 1, 1), 60);
        assertThat(comparison.examplesPerSecond()).isEqualTo(20);
        assertThat(comparison.peerExamplesPerSecond()).hasValue(60);
    }

    @Test
    void withoutAPeerThereIsNoRatio() {
        Comparison comparison = new Comparison("", rounds(1), List.of(), 32);
        assertThat(comparison.timeRatio()).isEmpty();
        assertThat(comparison.toJson()).doesNotContainKey("timeRatio");
    }

    @Test
    void roundsThatOneSideLacksAreRefused() {
        assertThatThrownBy(() -> new Comparison("peer", rounds(1, 2), rounds(1), 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rounds of ours, 1 of the peer's");
    }

    private static List<Round> rounds(double... seconds) {
        return DoubleStream.of(seconds)
                .mapToObj(each -> new Round(each, 2 * each, List.of()))
                .toList();
    }
}
