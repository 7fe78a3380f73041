package io.remine.operators.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Role;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TransformsTest {

    /** The relevant document is d0 at 0.8; the negatives are d1 at 0.6, d2 at 0.28 and d3 at 0. */
    private static final double[] COSINES = {0.8, 0.6, 0.28, 0};

    @Test
    void aMixtureLiesBetweenItsPartsAndHasLengthOne() {
        // (0.6, 0.8) and (0, 1) half each: (0.3, 0.9) of length sqrt(0.9)
        float[] unit = UnitVectors.mix(0.5, new float[] {0.6f, 0.8f}, 0.5, new float[] {0, 1})
                .orElseThrow();
        assertThat(unit[0]).isCloseTo((float) (0.3 / Math.sqrt(0.9)), within(1e-6f));
        assertThat(unit[1]).isCloseTo((float) (0.9 / Math.sqrt(0.9)), within(1e-6f));
        assertThat(UnitVectors.mix(0.5, new float[] {1, 0}, 0.5, new float[] {-1, 0}))
                .isEmpty();
    }

    @Test
    void mixturesOfNegativesAreOfTheHardestOnly() {
        CandidateSet set = transformed(new MixedNegatives(2, 50, 0));
        List<Candidate> made = made(set);
        assertThat(made).hasSize(50).allMatch(Candidate::isNegative).allSatisfy(mixture -> {
            assertThat(mixture.cosine()).isBetween(0.28f, 0.6f); // between d1 and d2, on the circle
            assertThat(Math.hypot(mixture.vector()[0], mixture.vector()[1])).isCloseTo(1, within(1e-6));
        });
        assertThat(made.stream().map(Candidate::cosine).distinct().count()).isGreaterThan(40);
        assertThat(set.candidates()).hasSize(54);
    }

    @Test
    void mixturesWithTheQueryAreHarderThanTheNegativesTheyAreMadeOf() {
        // with hardest 2 and a share of the query up to a half: from the cosine of d2 to that half way to the query
        // from d1
        List<Candidate> made = made(transformed(new MixedNegatives(2, 0, 50)));
        double halfWay = Math.cos(Math.acos(0.6) / 2);
        assertThat(made).hasSize(50).allSatisfy(mixture -> assertThat((double) mixture.cosine())
                .isBetween(0.28, halfWay));
        assertThat(hardest(made)).as("harder than any that was mined").isGreaterThan(0.6);
    }

    @Test
    void mixingIsTheSameForTheSameStepAndAnotherForTheNext() {
        MixedNegatives mixed = new MixedNegatives(3, 4, 4);
        assertThat(cosines(transformed(mixed))).isEqualTo(cosines(transformed(mixed)));
        FakeMicroBatch later = batch().atStep(1);
        CandidateSet set = later.allRanked().get(0);
        mixed.apply(set, later);
        assertThat(cosines(set)).isNotEqualTo(cosines(transformed(mixed)));
    }

    @Test
    void oneNegativeCannotBeMixedWithAnotherAndNoneAtAllIsLeftAlone() {
        FakeMicroBatch one = FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 0.8, 0.6);
        CandidateSet set = one.allRanked().get(0);
        new MixedNegatives(2, 5, 1).apply(set, one);
        assertThat(made(set)).hasSize(1);
        FakeMicroBatch none = FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 0.8);
        CandidateSet alone = none.allRanked().get(0);
        new MixedNegatives(2, 5, 1).apply(alone, none);
        new Mixup(1, 1, 0.3, 2).apply(alone, none);
        assertThat(made(alone)).isEmpty();
    }

    @Test
    void theWorstCaseInsideABallIsAwayFromTheQueryForRelevantOnesAndTowardsItForNegatives() {
        CandidateSet set = transformed(new AdversarialVectors(0.1, AdversarialVectors.Of.BOTH));
        // (0.8, 0.6) - (0.1, 0) and (0.6, 0.8) + (0.1, 0), brought to length 1
        assertThat(cosineOf(set, 0)).isCloseTo(0.7 / Math.hypot(0.7, 0.6), within(1e-6));
        assertThat(cosineOf(set, 1)).isCloseTo(0.7 / Math.hypot(0.7, 0.8), within(1e-6));
        assertThat(cosineOf(set, 3)).isCloseTo(0.1 / Math.hypot(0.1, 1), within(1e-6));
    }

    @Test
    void noOtherPointOfTheBallIsWorse() {
        double epsilon = 0.1;
        double[] query = {1, 0};
        double[] document = {0.6, 0.8};
        double worst = document[0] + epsilon; // the score before it is brought to length 1
        for (int degrees = 0; degrees < 360; degrees++) {
            double angle = Math.toRadians(degrees);
            double score = query[0] * (document[0] + epsilon * Math.cos(angle))
                    + query[1] * (document[1] + epsilon * Math.sin(angle));
            assertThat(score).isLessThanOrEqualTo(worst + 1e-12);
        }
    }

    @Test
    void onlyOneKindIsMovedIfOnlyOneIsNamed() {
        CandidateSet relevant = transformed(new AdversarialVectors(0.1, AdversarialVectors.Of.RELEVANT));
        assertThat(cosineOf(relevant, 0)).isLessThan(0.8);
        assertThat(cosineOf(relevant, 1)).isCloseTo(0.6, within(1e-6));
        CandidateSet negatives = transformed(new AdversarialVectors(0.1, AdversarialVectors.Of.NEGATIVES));
        assertThat(cosineOf(negatives, 0)).isCloseTo(0.8, within(1e-6));
        assertThat(cosineOf(negatives, 1)).isGreaterThan(0.6);
    }

    @Test
    void mixupMakesNegativesHarderAndPositivesHarderByTheSameMixture() {
        CandidateSet set = transformed(new Mixup(40, 40, 0.4, 1));
        double middle = Math.cos((Math.acos(0.6) + Math.acos(0.8)) / 2);
        assertThat(made(set)).hasSize(80).allSatisfy(mixture -> {
            if (mixture.role() == Role.NEGATIVE) {
                assertThat((double) mixture.cosine()).isBetween(0.6 - 1e-6, middle);
            } else {
                assertThat((double) mixture.cosine()).isBetween(middle, 0.8 + 1e-6);
            }
            assertThat(mixture.weight())
                    .as("less by the share of the other kind")
                    .isBetween(0.6, 1.0);
        });
        assertThat(set.relevant()).hasSize(41);
        assertThat(set.negatives()).hasSize(43);
    }

    @Test
    void aMixtureWeighsAsMuchAsWhatItIsMadeOf() {
        FakeMicroBatch batch = batch();
        CandidateSet set = batch.allRanked().get(0);
        set.negatives().forEach(negative -> negative.multiplyWeight(0.5));
        new Mixup(5, 0, 0.4, 1).apply(set, batch);
        assertThat(made(set)).allSatisfy(mixture -> assertThat(mixture.weight()).isBetween(0.3, 0.5));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new MixedNegatives(1, 1, 1)).hasMessageContaining("hardest 1 negatives, must be 2");
        assertThatThrownBy(() -> new MixedNegatives(2, 0, 0)).hasMessageContaining("not both 0");
        assertThatThrownBy(() -> new AdversarialVectors(1, AdversarialVectors.Of.BOTH))
                .hasMessageContaining("epsilon 1.0, must be above 0 and below 1");
        assertThatThrownBy(() -> new Mixup(1, 1, 0.5, 1)).hasMessageContaining("most 0.5, must be above 0");
    }

    private static FakeMicroBatch batch() {
        return FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), COSINES);
    }

    private static CandidateSet transformed(Transform transform) {
        FakeMicroBatch batch = batch();
        CandidateSet set = batch.allRanked().get(0);
        transform.apply(set, batch);
        return set;
    }

    private static List<Candidate> made(CandidateSet set) {
        return set.candidates().stream()
                .filter(candidate -> candidate.row() == CandidateSet.NO_ROW)
                .toList();
    }

    private static List<Float> cosines(CandidateSet set) {
        return set.candidates().stream().map(Candidate::cosine).toList();
    }

    private static double hardest(List<Candidate> candidates) {
        OptionalDouble hardest =
                candidates.stream().mapToDouble(Candidate::cosine).max();
        return hardest.orElseThrow();
    }

    private static double cosineOf(CandidateSet set, long row) {
        return set.candidates().stream()
                .filter(candidate -> candidate.row() == row)
                .findFirst()
                .orElseThrow()
                .cosine();
    }
}
