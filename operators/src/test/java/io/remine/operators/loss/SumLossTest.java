package io.remine.operators.loss;

import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SumLossTest {

    private static final SumLoss LOSS = new SumLoss(List.of(
            new SumLoss.Term(LambdaLoss.DEFAULT, 20),
            new SumLoss.Term(new InfoNceLoss(), 0.5),
            new SumLoss.Term(new TrustLoss(), 2)));

    @Test
    void isTheSumOfItsLossesEachTimesItsShare() {
        QueryScores scores = Losses.random(3);
        double expected = 20 * Losses.value(LambdaLoss.DEFAULT, scores)
                + 0.5 * Losses.value(new InfoNceLoss(), scores)
                + 2 * Losses.value(new TrustLoss(), scores);
        assertThat(Losses.value(LOSS, scores)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Losses.assertDerivativesAgreeWithDifferences(LOSS);
    }

    @Test
    void needsWhatAnyOfItsLossesNeeds() {
        assertThat(LOSS.needsRanks()).isTrue();
        assertThat(LOSS.needsTeacher()).isTrue();
        SumLoss plain = new SumLoss(List.of(new SumLoss.Term(new InfoNceLoss(), 1)));
        assertThat(plain.needsRanks()).isFalse();
        assertThat(plain.needsTeacher()).isFalse();
    }

    @Test
    void isEmptyOnlyIfNoneOfItsLossesFindsAnythingToCompare() {
        assertThat(LOSS.of(Losses.scores(new double[] {1}, RELEVANT), new double[1]))
                .isEmpty();
        QueryScores negatives = Losses.scores(new double[] {1, 2}, NEGATIVE, NEGATIVE);
        assertThat(Losses.value(LOSS, negatives))
                .as("trust compares what is not clicked as well")
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void sharesOutOfBoundsAreRefused() {
        assertThatThrownBy(() -> new SumLoss.Term(new InfoNceLoss(), 0)).hasMessageContaining("share 0.0 of a loss");
        assertThatThrownBy(() -> new SumLoss(List.of())).hasMessageContaining("at least one");
    }
}
