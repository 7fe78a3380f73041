package io.remine.operators.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.recipe.Recipes;
import io.remine.state.record.Example;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PropensityWeightingTest {

    private static final double SCALE = 10;

    private final RecipeMemory memory = RecipeMemory.onHeap();

    @Test
    void aClickWeighsByTheInverseOfItsPlacesPropensityClipped() {
        PropensityWeighting given = new PropensityWeighting(List.of(1.0, 0.5, 0.05), 10, 1);
        assertThat(weight(given, OptionalInt.of(0))).isEqualTo(1);
        assertThat(weight(given, OptionalInt.of(1))).isEqualTo(2);
        assertThat(weight(given, OptionalInt.of(2))).as("20, clipped").isEqualTo(10);
        assertThat(weight(given, OptionalInt.of(9))).as("as the last").isEqualTo(10);
        assertThat(weight(given, OptionalInt.empty())).isEqualTo(1);
    }

    @Test
    void oneClickAddsTheInverseOfItsRelevance() {
        PropensityWeighting learnt = new PropensityWeighting(List.of(), 10, 1_000_000_000);
        double[] before = sums(learnt).clone();
        weight(learnt, OptionalInt.of(2)); // clicked document at 0.8, negative at 0.7
        double relevance = 1 / (1 + Math.exp(-1));
        assertThat(sums(learnt)[2] - before[2]).isCloseTo(1 / relevance, within(1e-5));
        assertThat(sums(learnt)[1]).isCloseTo(before[1], within(1e-6));
    }

    @Test
    void propensitiesAreRecoveredUnderASimulatedPositionBias() {
        long seed = 20;
        Random random = new Random(seed);
        double[] look = {1, 0.7, 0.45, 0.3, 0.2};
        PropensityWeighting learnt = new PropensityWeighting(List.of(), 10, 100_000);
        double[] clicks = new double[look.length];
        for (int impression = 0; impression < 20_000; impression++) {
            int place = random.nextInt(look.length);
            double difference = 0.2 - 0.08 * place + 0.1 * random.nextGaussian(); // the better stand higher
            difference = Math.max(-0.15, Math.min(0.2, difference));
            double relevance = 1 / (1 + Math.exp(-SCALE * difference));
            if (random.nextDouble() < look[place] * relevance) {
                clicks[place]++;
                apply(learnt, OptionalInt.of(place), 0.5 + difference, 0.5);
            }
        }
        FakeMicroBatch batch = batch(OptionalInt.empty(), 0.8, 0.7);
        for (int place = 1; place < look.length; place++) {
            assertThat(learnt.propensity(place, batch))
                    .as("place %d, seed %d", place, seed)
                    .isCloseTo(look[place], within(0.08))
                    .isLessThan(learnt.propensity(place - 1, batch));
        }
        assertThat(clicks[4] / clicks[0]).as("what counting alone would say").isLessThan(look[4] - 0.08);
    }

    @Test
    void nonsenseAndContradictionsAreRefused() {
        assertThatThrownBy(() -> new PropensityWeighting(List.of(0.0), 10, 1)).hasMessageContaining("propensity 0.0");
        assertThatThrownBy(() -> new PropensityWeighting(List.of(), 0.5, 1)).hasMessageContaining("clipped at 0.5");
        assertThatThrownBy(() -> Recipes.parse(
                        "r", "sources: top\nloss: lambda\nweights:\n  - propensity: {given: [1, 0.5], horizon: 10}\n"))
                .hasMessageContaining("line 4")
                .hasMessageContaining("no parameter 'horizon'");
    }

    private double weight(PropensityWeighting weighting, OptionalInt shownAt) {
        return apply(weighting, shownAt, 0.8, 0.7);
    }

    private double apply(PropensityWeighting weighting, OptionalInt shownAt, double clicked, double negative) {
        FakeMicroBatch batch = batch(shownAt, clicked, negative);
        CandidateSet set = batch.allRanked().get(0);
        weighting.apply(List.of(set), batch, SCALE);
        return set.weight();
    }

    private double[] sums(PropensityWeighting weighting) {
        weighting.propensity(0, batch(OptionalInt.empty(), 0.8, 0.7));
        return memory.numbers().get("propensity", new double[PropensityWeighting.PLACES]);
    }

    private FakeMicroBatch batch(OptionalInt shownAt, double clicked, double negative) {
        Example one = FakeMicroBatch.example(0, 0);
        Example shown = new Example(
                one.query(),
                one.text(),
                one.clicked(),
                one.kind(),
                one.weight(),
                one.known(),
                one.timeMillis(),
                one.position(),
                one.others(),
                shownAt,
                one.scopes(),
                one.negatives());
        return FakeMicroBatch.ofCosines(shown, clicked, negative).withMemory(memory);
    }
}
