package io.remine.state.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
