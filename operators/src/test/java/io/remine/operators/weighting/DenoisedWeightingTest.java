package io.remine.operators.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairMemory.PairLoss;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.state.record.DocumentId;
import java.util.List;
import org.junit.jupiter.api.Test;

class DenoisedWeightingTest {

    private static final double SCALE = 10;
    private static final DenoisedWeighting DENOISED = new DenoisedWeighting(3, 1, 4, 100, 0, 1);

    /** Of a Gaussian with a deviation of 0.5, at its mean. */
    private static final double DENSITY = 1 / (0.5 * Math.sqrt(2 * Math.PI));

    private final RecipeMemory memory = RecipeMemory.onHeap();

    @Test
    void aPairsLossIsItsCrossEntropyAndTheMemoryKeepsTheMean() {
        step(0, 0.5, 0.5);
        step(0, 0.6, 0.5);
        double first = Math.log(2);
        double second = Math.log1p(Math.exp(-1));
        PairLoss loss =
                memory.pairs().get("query 0").lossOf(new DocumentId("d0")).orElseThrow();
        assertThat(loss.seen()).isEqualTo(2);
        assertThat(loss.mean()).isCloseTo((first + second) / 2, within(1e-6));
        double[] moments = memory.numbers().get("denoised", 0, 0, 0);
        double mean = (first + (first + second) / 2) / 2;
        assertThat(moments[0]).isEqualTo(2);
        assertThat(moments[1]).isCloseTo(mean, within(1e-6));
        assertThat(moments[2]).isCloseTo((first - mean) * (first - mean), within(1e-6));
    }

    @Test
    void anOutlierWeighsByTheGaussianAndTheRestAsBefore() {
        RunningMoments moments = new RunningMoments(new double[] {100, 1, 0.25}, 100);
        assertThat(DENOISED.weight(1.4, 1.4, moments))
                .as("within a deviation of 0.5")
                .isEqualTo(1);
        assertThat(DENOISED.weight(2, 2, moments)).isCloseTo(Math.exp(-2) * DENSITY, within(1e-12));
        assertThat(DENOISED.weight(-0.4, -0.4, moments)).as("2.8 below").isEqualTo(1);
        assertThat(DENOISED.weight(-1, -1, moments)).isCloseTo(Math.exp(-8) * DENSITY, within(1e-12));
        assertThat(DENOISED.weight(2, 1, moments))
                .as("bad until now, of an average loss")
                .isCloseTo(DENSITY, within(1e-12));
        RunningMoments narrow = new RunningMoments(new double[] {100, 1, 1e-4}, 100);
        assertThat(DENOISED.weight(1.015, 1.015, narrow))
                .as("a density above 1")
                .isEqualTo(1);
        RunningMoments equal = new RunningMoments(new double[] {100, 1, 0}, 100);
        assertThat(DENOISED.weight(1, 1, equal)).isEqualTo(1);
    }

    @Test
    void repeatedWrongClicksFadeWhileRightOnesStay() {
        double wrong = 1;
        for (int round = 0; round < 5; round++) {
            for (int query = 1; query <= 8; query++) {
                double right = step(query, 0.7 + 0.01 * query, 0.5);
                assertThat(right).as("round %d, query %d", round, query).isEqualTo(1);
            }
            wrong = step(0, 0.1, 0.7);
        }
        assertThat(wrong).isLessThan(0.1);
    }

    @Test
    void aFadedExampleIsCounted() {
        for (int query = 1; query <= 8; query++) {
            step(query, 0.7 + 0.01 * query, 0.5);
        }
        FakeMicroBatch batch = batch(0, 0.1, 0.7);
        DENOISED.apply(batch.allRanked(), batch, SCALE);
        assertThat(batch.counted(Event.FADED)).isEqualTo(1);
    }

    @Test
    void ofSeveralDocumentsOnlyTheWrongOneFades() {
        for (int query = 1; query <= 8; query++) {
            step(query, 0.7 + 0.01 * query, 0.5);
        }
        FakeMicroBatch batch = FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0, 1), 0.75, -0.2, 0.5)
                .withMemory(memory);
        CandidateSet set = batch.allRanked().get(0);
        DENOISED.apply(List.of(set), batch, SCALE);
        assertThat(set.weight()).isCloseTo(0.5, within(0.05));
        assertThat(set.weight() * set.relevant().get(0).weight()).isCloseTo(1, within(1e-9));
        assertThat(set.relevant().get(1).weight()).isLessThan(0.1);
    }

    @Test
    void whatTheTeacherRanksFurtherDownThanPeopleAreShownIsNotJudgedAndNoPartOfTheMoments() {
        for (int query = 1; query <= 8; query++) {
            step(query, 0.7 + 0.01 * query, 0.5);
        }
        double[] moments = memory.numbers().get("denoised", 0, 0, 0).clone();
        FakeMicroBatch batch = batch(0, 0.1, 0.7);
        CandidateSet set = batch.allRanked().get(0);
        new DenoisedWeighting(3, 1, 4, 100, 1, 1).apply(List.of(set), batch, SCALE);
        assertThat(set.weight()).isEqualTo(1);
        assertThat(memory.numbers().get("denoised", 0, 0, 0)).isEqualTo(moments);

        new DenoisedWeighting(3, 1, 4, 100, 2, 1).apply(List.of(set), batch, SCALE);
        assertThat(set.weight()).isLessThan(0.1);
        assertThat(memory.numbers().get("denoised", 0, 0, 0)[0]).isEqualTo(moments[0] + 1);
    }

    @Test
    void beforeTheWarmUpIsOverNothingFades() {
        for (int query = 1; query <= 3; query++) {
            step(query, 0.7, 0.5);
        }
        assertThat(step(0, 0.1, 0.7)).isEqualTo(1);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new DenoisedWeighting(0, 1, 4, 9, 0, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new DenoisedWeighting(1, 1, 10, 9, 0, 1)).hasMessageContaining("horizon, 9");
        assertThatThrownBy(() -> new DenoisedWeighting(1, 1, 4, 9, -1, 1)).hasMessageContaining("-1 documents shown");
        assertThatThrownBy(() -> new DenoisedWeighting(1, 1, 4, 9, 0, 0)).hasMessageContaining("0 ms");
    }

    /** One example alone, clicked on a document of this cosine, with a negative of that one; its weight. */
    private double step(int query, double clicked, double negative) {
        FakeMicroBatch batch = batch(query, clicked, negative);
        CandidateSet set = batch.allRanked().get(0);
        DENOISED.apply(List.of(set), batch, SCALE);
        return set.weight();
    }

    private FakeMicroBatch batch(int query, double clicked, double negative) {
        return FakeMicroBatch.ofCosines(FakeMicroBatch.example(query, 0), clicked, negative)
                .withMemory(memory);
    }
}
