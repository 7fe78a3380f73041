package io.remine.operators.loss;

import static io.remine.operators.mining.Role.IGNORED;
import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairwiseLossTest {

    private static final PairwiseLoss LOSS = new PairwiseLoss();

    @Test
    void isTheMeanOverPairsOfTheLogisticLossOfTheirDifference() {
        QueryScores scores = Losses.scores(new double[] {2, 1, 5, -1}, NEGATIVE, RELEVANT, IGNORED, NEGATIVE);
        // pairs: lead 2 - 1 = 1 and -1 - 1 = -2
        double expected = (Math.log(1 + Math.exp(1)) + Math.log(1 + Math.exp(-2))) / 2;
        assertThat(Losses.value(LOSS, scores)).isCloseTo(expected, within(1e-12));
        double wrong = 1 / (1 + Math.exp(-1)) / 2; // how surely the first pair is turned round, halved
        assertThat(Losses.derivatives(LOSS, scores)[0]).isCloseTo(wrong, within(1e-12));
        assertThat(Losses.derivatives(LOSS, scores)[2]).isZero();
    }

    @Test
    void isTheLambdaLossWithEveryLambdaOne() {
        // ranks 1 and 2 up to a cut of 1 have gains of 1 and 0
        QueryScores scores = Losses.scores(new double[] {0.3, 0.1}, NEGATIVE, RELEVANT);
        assertThat(Losses.value(LOSS, scores)).isEqualTo(Losses.value(new LambdaLoss(1), scores));
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Losses.assertDerivativesAgreeWithDifferences(LOSS);
    }

    @Test
    void withoutAPairThereIsNoLoss() {
        assertThat(LOSS.of(Losses.scores(new double[] {1}, RELEVANT), new double[1]))
                .isEmpty();
        assertThat(LOSS.of(Losses.scores(new double[] {1}, NEGATIVE), new double[1]))
                .isEmpty();
    }
}
