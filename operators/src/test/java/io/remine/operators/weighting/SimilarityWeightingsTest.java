package io.remine.operators.weighting;

import static io.remine.operators.mining.Role.NEGATIVE;
import static io.remine.operators.mining.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Dice and adaptive weights, which look at nothing but cosines. */
class SimilarityWeightingsTest {

    private static final Offset<Double> NEAR = within(1e-5);

    @Test
    void diceIsFourTimesPTimesOneMinusP() {
        CandidateSet set = set();
        new DiceWeighting(1).apply(List.of(set), null, 10);
        double p = 1 / (1 + Math.exp(2));
        assertThat(weights(set.negatives())).hasSize(3).satisfies(weights -> {
            assertThat(weights.get(0)).as("level with the lower positive").isCloseTo(1, NEAR);
            assertThat(weights.get(1)).as("0.2 below it").isCloseTo(4 * p * (1 - p), NEAR);
        });
        assertThat(weights(set.relevant())).containsExactly(1.0, 1.0);
    }

    @Test
    void diceFadesNegativesAsTheModelComesToTellThem() {
        double before = Double.POSITIVE_INFINITY;
        for (double cosine = 0.5; cosine > -0.5; cosine -= 0.1) {
            CandidateSet set = Sets.of(Sets.candidate(0.5, RELEVANT), Sets.candidate(cosine, NEGATIVE));
            new DiceWeighting(1).apply(List.of(set), null, 20);
            double now = set.negatives().get(0).weight();
            assertThat(now).as("cosine %s", cosine).isLessThan(before);
            before = now;
        }
        assertThat(before).isLessThan(1e-6);
    }

    @Test
    void diceWithoutAlphaKeepsTheHardest() {
        CandidateSet set = Sets.of(Sets.candidate(-0.9, RELEVANT), Sets.candidate(0.9, NEGATIVE));
        new DiceWeighting(0).apply(List.of(set), null, 20);
        assertThat(set.negatives().get(0).weight()).isCloseTo(1, NEAR);
    }

    @Test
    void adaptiveWeightsAreSoftmaxesOfDistancesTimesTheirNumber() {
        CandidateSet set = set();
        new AdaptiveWeighting(1, 2).apply(List.of(set), null, 10);
        double relevantSum = Math.exp(2 - 1.6) + Math.exp(2 - 1.0);
        assertThat(weights(set.relevant()).get(0)).isCloseTo(2 * Math.exp(2 - 1.6) / relevantSum, NEAR);
        assertThat(weights(set.relevant()).get(1)).isCloseTo(2 * Math.exp(2 - 1.0) / relevantSum, NEAR);
        double negativeSum = Math.exp(4 * 0.5) + Math.exp(4 * 0.3) + Math.exp(4 * -0.5);
        assertThat(weights(set.negatives()).get(1)).isCloseTo(3 * Math.exp(4 * 0.3) / negativeSum, NEAR);
    }

    @Test
    void adaptiveWeightsAttractTheFarAndRepelTheNearAndChangeNoSum() {
        CandidateSet set = set();
        new AdaptiveWeighting(5, 5).apply(List.of(set), null, 10);
        List<Double> relevant = weights(set.relevant());
        List<Double> negatives = weights(set.negatives());
        assertThat(relevant.get(1)).isGreaterThan(relevant.get(0));
        assertThat(negatives.get(0)).isGreaterThan(negatives.get(1)).isGreaterThan(negatives.get(2));
        assertThat(relevant.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(2, NEAR);
        assertThat(negatives.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(3, NEAR);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new DiceWeighting(-1)).hasMessageContaining("alpha -1.0");
        assertThatThrownBy(() -> new AdaptiveWeighting(1, Double.NaN)).hasMessageContaining("repulsion NaN");
    }

    private static CandidateSet set() {
        return Sets.of(
                Sets.candidate(0.8, RELEVANT),
                Sets.candidate(0.5, RELEVANT),
                Sets.candidate(0.5, NEGATIVE),
                Sets.candidate(0.3, NEGATIVE),
                Sets.candidate(-0.5, NEGATIVE));
    }

    private static List<Double> weights(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::weight).toList();
    }
}
