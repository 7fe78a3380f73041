package io.remine.operators.mining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class FiltersTest {

    /** Relevant are d1 at 0.8 and d4 at 0.5; the negatives are d0, d2, d3, d5 and d6. */
    private static final double[] COSINES = {0.9, 0.8, 0.6, 0.49, 0.5, 0.46, -0.2};

    @Test
    void aRankWindowKeepsTheRanksWithinIt() {
        assertThat(left(new RankWindowFilter(3, 5))).containsExactly(2L, 3L);
        assertThat(left(new RankWindowFilter(1, 7))).containsExactly(0L, 2L, 3L, 5L, 6L);
    }

    @Test
    void aRankWindowKeepsWhatWasNotRanked() {
        FakeMicroBatch batch = batch();
        CandidateSet set = CandidateSet.of(0, batch);
        set.add(2, 0);
        set.add(3, 1);
        new RankWindowFilter(2, 3).apply(set);
        assertThat(set.negatives()).extracting(Candidate::row).containsExactly(2L);
    }

    @Test
    void aMarginIsTakenFromTheLowestScoredOfSeveralPositives() {
        assertThat(left(margin(1, 0.02)))
                .as("0.5 - 0.02, though another positive has 0.8")
                .containsExactly(5L, 6L);
        assertThat(left(margin(1, 0))).containsExactly(3L, 5L, 6L);
        assertThat(left(margin(1, -0.11))).containsExactly(2L, 3L, 5L, 6L);
    }

    @Test
    void aShareIsTakenOfTheLowestScoredPositive() {
        assertThat(left(margin(0.95, 0))).as("0.475").containsExactly(5L, 6L);
        assertThat(left(margin(0.9, 0))).as("0.45").containsExactly(6L);
    }

    @Test
    void aShareBelowOneLowersANegativeLimitToo() {
        assertThat(new PositiveMarginFilter(false, 0.9, 0.1).limit(-0.5)).isCloseTo(-0.65, within(1e-12));
    }

    @Test
    void theTeacherDecidesByItsOwnScores() {
        FakeMicroBatch batch = new FakeMicroBatch(
                        List.of(FakeMicroBatch.example(0, 0)),
                        new float[][] {{1, 0}},
                        new float[][] {{0.8f, 0.6f}, {0.96f, 0.28f}, {0.6f, 0.8f}})
                .withTeacher(new float[] {0, 1});
        CandidateSet set = batch.allRanked().get(0);
        new PositiveMarginFilter(true, 1, 0).apply(set);
        assertThat(set.negatives()).extracting(Candidate::row).containsExactly(1L);
    }

    @Test
    void aScoreCapDropsWhatIsAboveIt() {
        assertThat(left(new ScoreCapFilter(0.5))).containsExactly(3L, 5L, 6L);
    }

    @Test
    void aScoreFloorDropsWhatIsBelowIt() {
        assertThat(left(new ScoreFloorFilter(0.48))).containsExactly(0L, 2L, 3L);
    }

    @Test
    void aWhiskerReachesFromTheQuartiles() {
        // negatives 0.9, 0.6, 0.49, 0.46, -0.2: quartiles 0.46 and 0.6
        assertThat(left(new WhiskerFilter(1))).as("0.32 to 0.74").containsExactly(2L, 3L, 5L);
        assertThat(left(new WhiskerFilter(0))).as("0.46 to 0.6").containsExactly(2L, 3L, 5L);
        assertThat(left(new WhiskerFilter(2.5))).as("0.11 to 0.95").containsExactly(0L, 2L, 3L, 5L);
    }

    @Test
    void aWhiskerFindsThePlantedAnswerAndLeavesTooFewAlone() {
        FakeMicroBatch planted =
                FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 0.8, 0.95, 0.5, 0.48, 0.46, 0.44, 0.42, 0.4);
        CandidateSet set = planted.allRanked().get(0);
        new WhiskerFilter(1.5).apply(set);
        assertThat(set.negatives()).extracting(Candidate::row).hasSize(6).doesNotContain(1L);
        FakeMicroBatch few = FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 0.8, 0.95, 0.1, 0.1);
        CandidateSet three = few.allRanked().get(0);
        new WhiskerFilter(0).apply(three);
        assertThat(three.negatives()).hasSize(3);
    }

    @Test
    void filtersLeaveRelevantDocumentsAloneAndKeepRanks() {
        FakeMicroBatch batch = batch();
        CandidateSet set = batch.allRanked().get(0);
        new ScoreCapFilter(-1).apply(set);
        assertThat(set.relevant()).extracting(Candidate::row).containsExactly(1L, 4L);
        assertThat(set.candidates()).extracting(Candidate::rank).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void withoutAPositiveThereIsNoMargin() {
        FakeMicroBatch batch = FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 9), 0.9, 0.8);
        CandidateSet set = batch.allRanked().get(0);
        margin(0, 0).apply(set);
        assertThat(set.negatives()).hasSize(2);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new RankWindowFilter(5, 4)).hasMessageContaining("5 to 4");
        assertThatThrownBy(() -> new ScoreCapFilter(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new ScoreFloorFilter(-2)).hasMessageContaining("-2.0");
        assertThatThrownBy(() -> new WhiskerFilter(-1)).hasMessageContaining("-1.0");
        assertThatThrownBy(() -> margin(-1, 0)).hasMessageContaining("share -1.0");
        assertThatThrownBy(() -> margin(1, Double.NaN)).hasMessageContaining("margin NaN");
    }

    private static PositiveMarginFilter margin(double share, double margin) {
        return new PositiveMarginFilter(false, share, margin);
    }

    private static FakeMicroBatch batch() {
        return FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 1, 4), COSINES);
    }

    private static List<Long> left(Filter filter) {
        FakeMicroBatch batch = batch();
        CandidateSet set = batch.allRanked().get(0);
        filter.apply(set);
        return set.negatives().stream().map(Candidate::row).sorted().toList();
    }
}
