package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.recipe.Temperature;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreScaleTest {

    private static final Temperature LEARNT = new Temperature(0.05, 0.01, 0.2, 0.1);

    @Test
    void aStepGoesDownTheDerivativeByLogTemperature() {
        ScoreScale scale = new ScoreScale(LEARNT, new double[] {0.05});
        scale.follow(-0.02); // by the scale, which is 20: by its logarithm -0.4
        assertThat(scale.temperature()).isCloseTo(0.05 * Math.exp(-0.1 * 0.4), within(1e-12));
        assertThat(scale.value()).isCloseTo(1 / scale.temperature(), within(1e-12));
    }

    @Test
    void theDerivativeByScaleAgreesWithDifferences() {
        List<CandidateSet> sets = sets(0.5, 0.6, 0.1);
        double h = 1e-5;
        double difference = (loss(sets, 7 + h) - loss(sets, 7 - h)) / (2 * h);
        assertThat(QueryGradient.of(new InfoNceLoss(), sets, 7).scaleDerivative())
                .isCloseTo(difference, within(1e-6));
    }

    @Test
    void queriesThatAreAnsweredWellSharpenItAndWronglyAnsweredOnesSoftenItUpToItsBounds() {
        assertThat(learnt(0.52, 0.5, 0.49)).isEqualTo(0.01);
        assertThat(learnt(0.4, 0.5, 0.6)).isEqualTo(0.2);
    }

    @Test
    void aFixedOneStaysAndARestoredOneGoesOn() {
        ScoreScale fixed = new ScoreScale(Temperature.fixed(0.05), new double[] {0.1});
        fixed.follow(-3);
        assertThat(fixed.temperature()).isEqualTo(0.05);
        double[] state = {0.05};
        ScoreScale first = new ScoreScale(LEARNT, state);
        first.follow(0.01);
        assertThat(new ScoreScale(LEARNT, state.clone()).temperature())
                .isEqualTo(first.temperature())
                .isNotEqualTo(0.05);
    }

    private static double learnt(double... cosines) {
        ScoreScale scale = new ScoreScale(LEARNT, new double[] {0.05});
        List<CandidateSet> sets = sets(cosines);
        for (int step = 0; step < 2_000; step++) {
            scale.follow(
                    QueryGradient.of(new InfoNceLoss(), sets, scale.value()).scaleDerivative());
        }
        return scale.temperature();
    }

    /** The first document is relevant. */
    private static List<CandidateSet> sets(double... cosines) {
        return FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), cosines).allRanked();
    }

    private static double loss(List<CandidateSet> sets, double scale) {
        return QueryGradient.of(new InfoNceLoss(), sets, scale).loss().orElseThrow();
    }
}
