package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final AdamWSettings SETTINGS =
            new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0.01, 0, Schedule.CONSTANT, new Clip.Norm(1));

    @Test
    void theRateGrowsLinearlyDuringWarmUpAndThenStays() {
        AdamWSettings settings = new AdamWSettings(0.5, 0.9, 0.999, 1e-8, 0, 4, Schedule.CONSTANT, new Clip.Norm(1));
        assertThat(settings.learningRateAt(1)).isEqualTo(0.125);
        assertThat(settings.learningRateAt(3)).isEqualTo(0.375);
        assertThat(settings.learningRateAt(4)).isEqualTo(0.5);
        assertThat(settings.learningRateAt(1_000_000)).isEqualTo(0.5);
    }

    @Test
    void settingsOutsideTheirRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AdamWSettings(Double.NaN, 0.9, 0.999, 1e-8, 0, 0, Schedule.CONSTANT, new Clip.Norm(1)))
                .withMessageContaining("learningRate NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamWSettings(0.1, 1, 0.999, 1e-8, 0, 0, Schedule.CONSTANT, new Clip.Norm(1)))
                .withMessageContaining("beta1 1.0");
    }

    @Test
    void whatIsKeptOfAGradientIsAShare() {
        AdamW optimizer = new AdamW(SETTINGS, 1);
        for (double kept : new double[] {0, 1.5, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> optimizer.next(kept))
                    .withMessageContaining("share " + kept);
        }
        assertThat(optimizer.steps()).isZero();
    }
}
