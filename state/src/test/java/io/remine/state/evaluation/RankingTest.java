package io.remine.state.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingTest {

    private static final List<String> RANKING = List.of("a", "b", "c", "d");

    @Test
    void reciprocalRankIsThatOfTheFirstRelevantDocument() {
        assertThat(Ranking.reciprocalRank(RANKING, Set.of("c", "d"), 10)).isEqualTo(1.0 / 3);
    }

    @Test
    void aDocumentBelowTheCutDoesNotCount() {
        assertThat(Ranking.reciprocalRank(RANKING, Set.of("c"), 2)).isZero();
        assertThat(Ranking.reciprocalRank(11, 10)).isZero();
        assertThat(Ranking.reciprocalRank(10, 10)).isEqualTo(0.1);
        assertThat(Ranking.reciprocalRank(0, 10)).isZero();
    }

    @Test
    void recallIsTheShareOfRelevantDocumentsFound() {
        assertThat(Ranking.recall(RANKING, Set.of("a", "d", "x"), 3)).isEqualTo(1.0 / 3);
        assertThat(Ranking.recall(RANKING, Set.of("a", "d"), 200)).isEqualTo(1);
        assertThat(Ranking.recall(RANKING, Set.of(), 10)).isNaN();
    }

    /** Grades 3, 2, 0, 1: (3 + 2 / log2 3 + 1 / log2 5) over the ideal (3 + 2 / log2 3 + 1 / log2 4). */
    @Test
    void gainIsTheGradeDiscountedByTheLogarithmOfTheRank() {
        Map<String, Integer> grades = Map.of("a", 3, "b", 2, "d", 1);

        assertThat(Ranking.ndcg(RANKING, grades, 10)).isCloseTo(4.6925361 / 4.7618595, within(1e-7));
    }

    /** One document of grade 1 at rank 3: 1 / log2 4. */
    @Test
    void oneRelevantDocumentGainsWhatItsRankIsWorth() {
        assertThat(Ranking.ndcg(RANKING, Map.of("c", 1), 10)).isCloseTo(0.5, within(1e-12));
        assertThat(Ranking.ndcg(RANKING, Map.of("c", 7), 10)).isCloseTo(0.5, within(1e-12));
        assertThat(Ranking.ndcg(RANKING, Map.of("c", 1), 2)).isZero();
        assertThat(Ranking.ndcg(RANKING, Map.of(), 10)).isNaN();
    }

    /** Three relevant documents, a cut of 2: one found first, 1 over (1 + 1 / log2 3). */
    @Test
    void theIdealRankingHasWhatWasNotFoundAndEndsAtTheCut() {
        assertThat(Ranking.ndcg(RANKING, Map.of("a", 1, "x", 1, "y", 1), 2)).isCloseTo(1 / 1.6309298, within(1e-7));
    }

    @Test
    void documentsOfOneGradeMayChangePlaces() {
        Map<String, Integer> grades = Map.of("a", 2, "b", 2, "d", 1);

        assertThat(Ranking.ndcg(List.of("b", "a", "c", "d"), grades, 10)).isEqualTo(Ranking.ndcg(RANKING, grades, 10));
        assertThat(Ranking.ndcg(List.of("d", "a", "b"), grades, 10)).isLessThan(1);
        assertThat(Ranking.ndcg(List.of("a", "b", "d"), grades, 10)).isEqualTo(1);
    }
}
