package io.remine.state.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {

    private static final long SEED = 11;

    @Test
    void agreesWithTheNormalIntervalOfManyQueries() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] a = new double[2_000];
        double[] b = new double[2_000];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = 0.1 + random.nextDouble();
            b[i] = random.nextDouble();
            sum += a[i] - b[i];
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        double mean = sum / a.length;
        double standardError = Math.sqrt((squares / a.length - mean * mean) / a.length);

        assertThat(PairedBootstrap.low95(a, b, SEED))
                .isCloseTo(mean - 1.96 * standardError, within(standardError / 10));
    }

    @Test
    void retrieversThatAgreeOnAverageAreNotTold() {
        double[] a = {1, 0, 1, 0, 1, 0};
        double[] b = {0, 1, 0, 1, 0, 1};

        assertThat(PairedBootstrap.low95(a, b, SEED)).isNegative();
    }

    @Test
    void aConstantDifferenceHasNoSpread() {
        assertThat(PairedBootstrap.low95(new double[] {0.5, 1}, new double[] {0.25, 0.75}, SEED))
                .isEqualTo(0.25);
    }

    @Test
    void refusesValuesOfDifferentQueries() {
        assertThatThrownBy(() -> PairedBootstrap.low95(new double[2], new double[3], SEED))
                .hasMessageContaining("2 and 3 values");
    }
}
