package io.remine.operators.loss;

import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InfoNceLossTest {

    private static final InfoNceLoss LOSS = new InfoNceLoss();

    @Test
    void isTheCrossEntropyOfEachRelevantDocumentAgainstTheNegatives() {
        QueryScores scores = Losses.scores(new double[] {2, 1, 0.5, -1}, RELEVANT, NEGATIVE, RELEVANT, NEGATIVE);
        double negatives = Math.exp(1) + Math.exp(-1);
        double expected = (Math.log(1 + negatives / Math.exp(2)) + Math.log(1 + negatives / Math.exp(0.5))) / 2;
        assertThat(Losses.value(LOSS, scores)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void aNegativeOfWeightTwoIsAsGoodAsTwo() {
        QueryScores two = Losses.scores(new double[] {1, 0.5, 0.5}, RELEVANT, NEGATIVE, NEGATIVE);
        QueryScores one = Losses.scores(new double[] {1, 0.5}, RELEVANT, NEGATIVE);
        one.weights()[1] = 2;
        assertThat(Losses.value(LOSS, one)).isCloseTo(Losses.value(LOSS, two), within(1e-12));
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Losses.assertDerivativesAgreeWithDifferences(LOSS);
    }

    @Test
    void largeScoresDoNotOverflow() {
        QueryScores scores = Losses.scores(new double[] {-1e4, 1e4}, RELEVANT, NEGATIVE);
        assertThat(Losses.value(LOSS, scores)).isEqualTo(2e4);
        assertThat(Losses.derivatives(LOSS, scores)).containsExactly(-1, 1);
    }
}
