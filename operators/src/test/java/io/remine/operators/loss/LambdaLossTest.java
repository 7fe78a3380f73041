package io.remine.operators.loss;

import static io.remine.operators.mining.Role.IGNORED;
import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LambdaLossTest {

    @Test
    void isTheMeanOverPairsWeighedByTheChangeInReciprocalRank() {
        QueryScores scores = Losses.scores(new double[] {1.8, 1.2, 1.0}, NEGATIVE, RELEVANT, NEGATIVE);
        double expected = ((1 - 1 / 2.0) * softplus(1.8 - 1.2) + (1 / 2.0 - 1 / 3.0) * softplus(1.0 - 1.2)) / 2;
        assertThat(Losses.value(LambdaLoss.DEFAULT, scores)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void ranksBeyondTheCutCountNothing() {
        QueryScores scores = Losses.scores(new double[] {0.9, 0.6, 0.5}, NEGATIVE, NEGATIVE, RELEVANT);
        double expected = (1 * softplus(0.9 - 0.5) + 1 / 2.0 * softplus(0.6 - 0.5)) / 2;
        assertThat(Losses.value(new LambdaLoss(2), scores)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void comparesEveryRelevantDocumentWithEveryNegativeAndIgnoredOnesWithNone() {
        QueryScores scores = Losses.scores(new double[] {0.9, 0.8, 0.5, 0.4}, RELEVANT, IGNORED, NEGATIVE, RELEVANT);
        double expected = ((1 - 1 / 3.0) * softplus(0.5 - 0.9) + (1 / 3.0 - 1 / 4.0) * softplus(0.5 - 0.4)) / 2;
        assertThat(Losses.value(LambdaLoss.DEFAULT, scores)).isCloseTo(expected, within(1e-12));
        assertThat(Losses.derivatives(LambdaLoss.DEFAULT, scores)[1]).isZero();
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Losses.assertDerivativesAgreeWithDifferences(new LambdaLoss(4));
    }

    @Test
    void withoutAPairThereIsNoLoss() {
        assertThat(LambdaLoss.DEFAULT.of(Losses.scores(new double[] {1}, RELEVANT), new double[1]))
                .isEmpty();
        assertThat(LambdaLoss.DEFAULT.of(Losses.scores(new double[] {1}, NEGATIVE), new double[1]))
                .isEmpty();
        assertThatThrownBy(() -> new LambdaLoss(0)).hasMessageContaining("cut 0");
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }
}
