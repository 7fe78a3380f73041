package io.remine.operators.loss;

import static io.remine.operators.mining.Role.IGNORED;
import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.Role;
import org.junit.jupiter.api.Test;

/** Losses that look at a teacher's scores. */
class TeacherLossesTest {

    private static final Role[] ROLES = {RELEVANT, NEGATIVE, NEGATIVE};

    @Test
    void marginMseIsTheSquareOfWhatTheMarginDiffersFromTheTeachers() {
        QueryScores scores = withTeacher(new double[] {3, 1, 2}, new double[] {2, 1.5, 2.5});
        // margins 2 and 1, the teacher's 0.5 and -0.5
        assertThat(Losses.value(new MarginMseLoss(), scores)).isCloseTo((1.5 * 1.5 + 1.5 * 1.5) / 2, within(1e-12));
        assertThat(Losses.derivatives(new MarginMseLoss(), scores)).containsExactly(3, -1.5, -1.5);
    }

    @Test
    void marginMseTeachesNothingToAModelThatHasTheTeachersMargins() {
        QueryScores scores = withTeacher(new double[] {3, 1, 2}, new double[] {13, 11, 12});
        assertThat(Losses.derivatives(new MarginMseLoss(), scores)).containsOnly(0);
    }

    @Test
    void adaptiveMarginIsTheCrossEntropyOfThePairWithItsSoftLabel() {
        QueryScores scores = withTeacher(new double[] {1, 2, 0}, new double[] {1, 0, 4});
        // teacher's leads of the relevant one: 1 and -3; with a margin of 2 they are 3 and -1
        double expected = (crossEntropy(sigmoid(3), sigmoid(1 - 2)) + crossEntropy(sigmoid(-1), sigmoid(1 - 0))) / 2;
        assertThat(Losses.value(new AdaptiveMarginLoss(2), scores)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void adaptiveMarginPushesANegativeOnlyUntilTheClickedDocumentLeadsByTheTeachersLeadAndTheMargin() {
        AdaptiveMarginLoss loss = new AdaptiveMarginLoss(2);
        double[] teacher = {1, 0, 4}; // the teacher thinks that the last is right as well
        double[] derivatives = Losses.derivatives(loss, withTeacher(new double[] {1, 1, 1}, teacher));
        assertThat(derivatives[1]).as("a negative for the teacher, too").isGreaterThan(0.2);
        assertThat(derivatives[2]).as("more relevant to the teacher").isNegative();
        assertThat(Losses.derivatives(loss, withTeacher(new double[] {3, 0, 4}, teacher)))
                .as("everywhere at the goal")
                .containsOnly(0);
        assertThatThrownBy(() -> new AdaptiveMarginLoss(-1)).hasMessageContaining("margin -1.0, must be from 0");
    }

    @Test
    void trustIsTheDivergenceFromTheTeachersSoftmaxToTheModels() {
        double log2 = Math.log(2);
        QueryScores scores = withTeacher(new double[] {0, 0, 0}, new double[] {log2, 0, 0});
        // the teacher's 1/2, 1/4, 1/4 against thirds
        double expected = Math.log(3 / 2.0) / 2 + 2 * Math.log(3 / 4.0) / 4;
        assertThat(Losses.value(new TrustLoss(), scores)).isCloseTo(expected, within(1e-12));
        double[] derivatives = Losses.derivatives(new TrustLoss(), scores);
        assertThat(derivatives[0]).isCloseTo(1 / 3.0 - 1 / 2.0, within(1e-12));
        assertThat(derivatives[1]).isCloseTo(1 / 3.0 - 1 / 4.0, within(1e-12));
    }

    @Test
    void trustIsZeroAtTheTeacherAndLooksAtNoIgnoredCandidate() {
        QueryScores scores = new QueryScores(
                new double[] {1, 2, 9},
                new double[] {4, 5, 0},
                new Role[] {RELEVANT, NEGATIVE, IGNORED},
                new int[3],
                new double[] {1, 1, 1});
        assertThat(Losses.value(new TrustLoss(), scores)).isCloseTo(0, within(1e-12));
        assertThat(Losses.derivatives(new TrustLoss(), scores)[2]).isZero();
    }

    @Test
    void derivativesAgreeWithDifferences() {
        Losses.assertDerivativesAgreeWithDifferences(new MarginMseLoss());
        Losses.assertDerivativesAgreeWithDifferences(new AdaptiveMarginLoss(1.5));
        Losses.assertDerivativesAgreeWithDifferences(new TrustLoss());
    }

    private static QueryScores withTeacher(double[] scores, double[] teacher) {
        return new QueryScores(scores, teacher, ROLES, new int[3], new double[] {1, 1, 1});
    }

    private static double crossEntropy(double label, double probability) {
        return -label * Math.log(probability) - (1 - label) * Math.log(1 - probability);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
