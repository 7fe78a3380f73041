package io.remine.operators.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebiasedWeightingTest {

    private static final double SCALE = 20;

    @Test
    void aNegativeWeighsByItsProbabilityOfNotBeingAnUnjudgedRelevantDocument() {
        double[] weights = weights(new double[][] {{0.5, 0.45}, {0.55, 0.4}}, 0.5);
        assertThat(weights[0]).as("r = 1/2, o = 1/2").isCloseTo((1 - 0.5) / (1 - 0.25), within(1e-5));
        double relevant = 1 / (1 + Math.exp(-1));
        double selected = 0.5 * Math.exp(-1);
        assertThat(weights[1])
                .as("one above the positive, one below it by the teacher")
                .isCloseTo(1 - relevant * (1 - selected) / (1 - relevant * selected), within(1e-5));
    }

    @Test
    void whatOnlyTheCurrentModelFindsWeighsLessThanWhatPeopleHavePassedOver() {
        double[] weights = weights(new double[][] {{0.6, 0.1}, {0.6, 0.6}, {0.1, 0.1}}, 0.8);
        double planted = weights[0];
        double hard = weights[1];
        double easy = weights[2];
        assertThat(planted).as("a false negative").isLessThan(0.15);
        assertThat(hard).as("a hard negative").isGreaterThan(3 * planted);
        assertThat(easy).as("an easy negative").isGreaterThan(0.99);
    }

    @Test
    void whatWasSurelyJudgedWeighsInFull() {
        assertThat(weights(new double[][] {{0.9, 0.9}}, 1)[0]).isCloseTo(1, within(1e-9));
        assertThat(DebiasedWeighting.weight(1, 1)).isZero();
    }

    @Test
    void withoutARelevantDocumentNothingIsWeighed() {
        CandidateSet set = Sets.of(Sets.candidate(0.9, Role.NEGATIVE));
        new DebiasedWeighting(0.5).apply(List.of(set), null, SCALE);
        assertThat(set.negatives().get(0).weight()).isEqualTo(1);
        assertThatThrownBy(() -> new DebiasedWeighting(2)).hasMessageContaining("2.0");
    }

    /** Of negatives with these cosines by the current model and the teacher; the relevant document has 0.5 and 0.45. */
    private static double[] weights(double[][] cosines, double judged) {
        CandidateSet set = Sets.of(Sets.candidate(0.5, Role.RELEVANT));
        set.relevant().get(0).setTeacherCosine(0.45f);
        for (double[] each : cosines) {
            Candidate negative = set.add(Sets.vector(each[0]), (float) each[0], Role.NEGATIVE);
            negative.setTeacherCosine((float) each[1]);
        }
        new DebiasedWeighting(judged).apply(List.of(set), null, SCALE);
        return set.negatives().stream().mapToDouble(Candidate::weight).toArray();
    }
}
