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

    /** Two queries, of which one differs by 1: a resample's mean is 0, 1/2 or 1 with chances of 1/4, 1/2 and 1/4. */
    @Test
    void theIntervalHoldsTheMiddleNinetyFivePercentOfResamples() {
        assertThat(PairedBootstrap.interval95(new double[] {1, 0}, new double[] {0, 0}, SEED))
                .isEqualTo(new PairedBootstrap.Interval(0, 1));
    }

    @Test
    void theIntervalTurnsRoundWithTheRetrieversAndHoldsTheMean() {
        double[] a = {0.9, 0.4, 0.7, 0.2, 0.6};
        double[] b = {0.5, 0.5, 0.1, 0.2, 0.3};

        PairedBootstrap.Interval forth = PairedBootstrap.interval95(a, b, SEED);
        PairedBootstrap.Interval back = PairedBootstrap.interval95(b, a, SEED);

        assertThat(forth.low()).isLessThan(0.24).isEqualTo(PairedBootstrap.low95(a, b, SEED));
        assertThat(forth.high()).isGreaterThan(0.24);
        assertThat(back.low()).isCloseTo(-forth.high(), within(0.02));
        assertThat(PairedBootstrap.interval95(a, b, SEED)).isEqualTo(forth);
    }
}
