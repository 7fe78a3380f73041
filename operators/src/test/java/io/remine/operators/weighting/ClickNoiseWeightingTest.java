package io.remine.operators.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Role;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickNoiseWeightingTest {

    private static final double SCALE = 20;
    private static final int DOCUMENTS = 50;

    private final RecipeMemory memory = RecipeMemory.onHeap();

    @Test
    void aClickWeighsByItsProbabilityOfBeingRight() {
        double[] cosines = {0.5, 0.6, 0.4};
        double probability = Math.exp(10) / (Math.exp(10) + Math.exp(12) + Math.exp(8));
        double expected = 0.8 * probability / (0.8 * probability + 0.2 / 2);
        CandidateSet set = clicked(0, cosines, cosines);
        new ClickNoiseWeighting(2, 0.2, 100).apply(List.of(set), batch(), SCALE);
        assertThat(set.weight()).isCloseTo(expected, within(1e-5));
        assertThat(learnt(0.2)[0]).isCloseTo(0.2 + (1 - expected - 0.2) / 100, within(1e-7));
    }

    @Test
    void theSharpnessTakesANewtonStepTowardsTheClick() {
        double e = Math.exp(-2); // one other document, behind by 2
        double probability = 1 / (1 + e);
        double weight = 0.8 * probability / (0.8 * probability + 0.2 / 10);
        double mean = -2 * e / (1 + e);
        double variance = 4 * e / (1 + e) - mean * mean;
        double curvature = 1 + (weight * variance - 1) / 1_000;
        double[] cosines = {0.5, 0.4};
        new ClickNoiseWeighting(10, 0.2, 1_000).apply(List.of(clicked(0, cosines, cosines)), batch(), SCALE);
        assertThat(learnt(0.2)[1]).isCloseTo(1 - weight * mean / (curvature * 1_000), within(1e-7));
        assertThat(learnt(0.2)[2]).isCloseTo(curvature, within(1e-7));
    }

    @Test
    void aScoreThatIsInfinitelyFarAheadMakesTheClickWrongAndTeachesNothing() {
        double[] cosines = {-1, 1};
        CandidateSet set = clicked(0, cosines, cosines);
        new ClickNoiseWeighting(10, 0.2, 1_000).apply(List.of(set), batch(), 1_000);
        assertThat(set.weight()).isZero();
        assertThat(learnt(0.2)[1]).isEqualTo(1);
        assertThat(learnt(0.2)[2]).isEqualTo(1);
    }

    @Test
    void whatTheTeacherRanksFurtherDownThanPeopleAreShownWasNotClickedForItsPlace() {
        CandidateSet set = clicked(0, new double[] {0.1, 0.6, 0.5}, new double[] {0.1, 0.6, 0.5});
        new ClickNoiseWeighting(2, 0.2, 100).apply(List.of(set), batch(), SCALE);
        assertThat(set.weight()).isEqualTo(1);
    }

    @Test
    void twoClicksOfOneExampleCountByWhatEachIsWorth() {
        double[] cosines = {0.5, 0.5, 0.3};
        CandidateSet both = Sets.of(
                Sets.candidate(0.6, Role.RELEVANT),
                Sets.candidate(0.2, Role.RELEVANT),
                Sets.candidate(0.5, Role.NEGATIVE));
        both.candidates().forEach(each -> each.setTeacherCosine(each.cosine()));
        new ClickNoiseWeighting(10, 0.3, 100).apply(List.of(both), batch(), SCALE);
        double near = right(1 / (1 + Math.exp(SCALE * (cosines[0] - 0.6))));
        double far = right(1 / (1 + Math.exp(SCALE * (cosines[0] - 0.2))));
        assertThat(both.weight()).isCloseTo((near + far) / 2, within(1e-5));
        assertThat(both.weight() * both.relevant().get(0).weight()).isCloseTo(near, within(1e-5));
        assertThat(both.weight() * both.relevant().get(1).weight()).isCloseTo(far, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 1", "0.3, 1", "0.1, 2", "0.3, 2"})
    void learnsTheShareOfWrongClicksAndHowSharplyTheRightOnesFallAndFadesTheWrong(double share, double sharpness) {
        long seed = 7;
        Random random = new Random(seed);
        ClickNoiseWeighting weighting = new ClickNoiseWeighting(10, 0.1, 500);
        double[] weights = new double[2]; // of right clicks, of wrong ones
        int[] clicks = new int[2];
        for (int click = 0; click < 10_000; click++) {
            double[] cosines = random.doubles(DOCUMENTS, 0, 0.8).sorted().toArray(); // the best is the last
            boolean wrong = random.nextDouble() < share;
            int document = wrong ? DOCUMENTS - 1 - random.nextInt(10) : drawn(cosines, sharpness, random);
            CandidateSet set = clicked(document, cosines, cosines);
            weighting.apply(List.of(set), batch(), SCALE);
            if (click >= 2_000) {
                weights[wrong ? 1 : 0] += set.weight();
                clicks[wrong ? 1 : 0]++;
            }
        }
        assertThat(learnt(0.1)[0]).as("share, seed %d", seed).isCloseTo(share, within(0.06));
        assertThat(learnt(0.1)[1]).as("sharpness, seed %d", seed).isCloseTo(sharpness, within(0.2 * sharpness));
        assertThat(weights[0] / clicks[0]).isGreaterThan((1 + share / 2) * weights[1] / clicks[1]);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ClickNoiseWeighting(0, 0.1, 1)).hasMessageContaining("0 documents shown");
        assertThatThrownBy(() -> new ClickNoiseWeighting(1, 0.1, 0)).hasMessageContaining("horizon of 0");
        assertThatThrownBy(() -> new ClickNoiseWeighting(1, 0, 1)).hasMessageContaining("share 0.0");
        assertThatThrownBy(() -> new ClickNoiseWeighting(1, 0.6, 1)).hasMessageContaining("share 0.6");
    }

    private static double right(double probability) {
        return 0.7 * probability / (0.7 * probability + 0.3 / 10);
    }

    /** A document drawn by the softmax of its scores: how right clicks fall. */
    private static int drawn(double[] cosines, double sharpness, Random random) {
        double total = 0;
        for (double cosine : cosines) {
            total += Math.exp(sharpness * SCALE * cosine);
        }
        double left = random.nextDouble() * total;
        for (int document = 0; document < cosines.length; document++) {
            left -= Math.exp(sharpness * SCALE * cosines[document]);
            if (left < 0) {
                return document;
            }
        }
        return cosines.length - 1;
    }

    private static CandidateSet clicked(int document, double[] cosines, double[] byTeacher) {
        Sets.Given[] given = new Sets.Given[cosines.length];
        for (int i = 0; i < given.length; i++) {
            given[i] = Sets.candidate(cosines[i], i == document ? Role.RELEVANT : Role.NEGATIVE);
        }
        CandidateSet set = Sets.of(given);
        List<Candidate> candidates = set.candidates();
        for (int i = 0; i < given.length; i++) {
            candidates.get(i).setTeacherCosine((float) byTeacher[i]);
        }
        return set;
    }

    private double[] learnt(double start) {
        return memory.numbers().get("click-noise", start, 1, 1);
    }

    private FakeMicroBatch batch() {
        return FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 1).withMemory(memory);
    }
}
