package io.remine.state.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PrequentialTest {

    @Test
    void ranksBeyondTheTenthCountAsNotFound() {
        assertThat(Prequential.reciprocalRank(1)).isEqualTo(1);
        assertThat(Prequential.reciprocalRank(10)).isEqualTo(0.1);
        assertThat(Prequential.reciprocalRank(11)).isZero();
    }

    @Test
    void theControlIsComparedOverTheSampledExamplesOnly() {
        Prequential sum =
                Prequential.NONE.plus(1.0).plus(0.5, 0.25, 0.25).plus(Prequential.NONE.plus(0.0, 0.25, -0.25));
        assertThat(sum.mrr()).isEqualTo(0.5);
        assertThat(sum.sampledMrr()).isEqualTo(0.25);
        assertThat(sum.controlMrr()).isEqualTo(0.25);
        assertThat(Prequential.NONE.mrr()).isZero();
    }

    @Test
    void impossibleSumsAreRefused() {
        assertThatThrownBy(() -> new Prequential(1, 1.5, 0, 0, 0, 0, 0)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new Prequential(1, 1, 2, 0, 0, 0, 0)).hasMessageContaining("2 sampled of 1");
        assertThatThrownBy(() -> new Prequential(1, Double.NaN, 0, 0, 0, 0, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Prequential(4, 1, 4, 1, 1, 0.5, 0.01))
                .as("more than the squares allow")
                .hasMessageContaining("0.5");
    }
}
