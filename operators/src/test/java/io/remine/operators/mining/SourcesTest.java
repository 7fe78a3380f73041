package io.remine.operators.mining;

import static io.remine.operators.mining.FakeMicroBatch.example;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Documents stand on a quarter circle, d0 at 0 degrees; a query's ranking is by how near it stands. */
class SourcesTest {

    private static final Source STATIC = new TopSource(Miner.FIRST, 1, 3, 0);

    @Test
    void theFirstEncodersRankingIsTheSameWhereverTheCurrentParametersStand() {
        List<Candidate> before =
                only(STATIC, batch(10, new double[] {0}, example(1, 5)).withTeacher(at(41)));
        List<Candidate> after =
                only(STATIC, batch(10, new double[] {90}, example(1, 5)).withTeacher(at(41)));
        assertThat(rows(before)).containsExactly(4L, 5L, 3L);
        assertThat(rows(after)).isEqualTo(rows(before));
        assertThat(before).extracting(Candidate::rank).containsExactly(1, 2, 3);
        assertThat(before).extracting(Candidate::role).containsExactly(Role.NEGATIVE, Role.RELEVANT, Role.NEGATIVE);
    }

    @Test
    void eachMinerHasItsOwnRanking() {
        Miner stale = new Miner.Stale(100);
        Miner momentum = new Miner.Momentum(0.9);
        FakeMicroBatch batch = batch(10, new double[] {0}, example(1, 5))
                .withMiner(stale, at(31))
                .withMiner(momentum, at(61));
        assertThat(rows(only(new TopSource(stale, 1, 2, 0), batch))).containsExactly(3L, 4L);
        assertThat(rows(only(new TopSource(momentum, 1, 2, 0), batch))).containsExactly(6L, 7L);
        assertThat(rows(only(new TopSource(Miner.CURRENT, 1, 2, 0), batch))).containsExactly(0L, 1L);
    }

    @Test
    void clickedDocumentsOfOtherExamplesAreNegativesUnlessTheyAreClickedHereToo() {
        FakeMicroBatch batch = batch(10, new double[] {0, 10, 20}, example(1, 1), example(2, 2, 1), example(3, 3));
        List<CandidateSet> sets = mined(new InBatchSource(), batch);
        assertThat(rows(sets.get(0).negatives())).containsExactly(2L, 3L);
        assertThat(rows(sets.get(1).negatives())).containsExactly(3L);
        assertThat(rows(sets.get(2).negatives())).containsExactly(1L, 2L);
    }

    @Test
    void whatTheSameQueryClicksInAnotherExampleIsNoNegativeOfAnySource() {
        FakeMicroBatch batch = batch(10, new double[] {0, 0, 20}, example(1, 1), example(1, 2), example(3, 3));
        List<CandidateSet> before = mined(new InBatchSource(), batch);
        new TopSource(Miner.CURRENT, 1, 4, 0).addTo(before, batch);
        List<CandidateSet> after = mined(new TopSource(Miner.CURRENT, 1, 4, 0), batch);
        new InBatchSource().addTo(after, batch);
        assertThat(rows(before.get(0).negatives())).containsExactlyInAnyOrder(0L, 3L);
        assertThat(rows(after.get(0).negatives())).containsExactlyInAnyOrder(0L, 3L);
        assertThat(rows(after.get(1).negatives())).containsExactlyInAnyOrder(0L, 3L);
    }

    @Test
    void randomNegativesAreUnclickedAccessibleDistinctAndAnyOfThem() {
        Example asks = example(1, new int[] {3}, List.of("a"), List.of());
        Set<Long> seen = new HashSet<>();
        for (int step = 0; step < 50; step++) {
            FakeMicroBatch batch = batch(10, new double[] {0}, asks)
                    .withScope("a", 1, 2)
                    .withScope("b", 7, 8)
                    .atStep(step);
            List<Long> rows = rows(only(new RandomSource(4), batch));
            assertThat(rows).hasSize(4).doesNotHaveDuplicates().doesNotContain(3L, 7L, 8L);
            seen.addAll(rows);
        }
        assertThat(seen).containsExactlyInAnyOrder(0L, 1L, 2L, 4L, 5L, 6L, 9L);
    }

    @Test
    void randomNegativesOfASmallIndexAreAllThereAre() {
        assertThat(rows(only(new RandomSource(64), batch(5, new double[] {0}, example(1, 3)))))
                .containsExactlyInAnyOrder(0L, 1L, 2L, 4L);
    }

    @Test
    void suppliedNegativesComeFirstOnceEachAndMinedOnesFillTheRest() {
        Example asks = example(
                1,
                new int[] {2},
                List.of(),
                List.of(stored(7), written("w"), stored(7), written("w"), stored(2), stored(99), stored(8)));
        FakeMicroBatch batch = batch(10, new double[] {0}, asks).withText("w", 0.6f, 0.8f);
        List<Candidate> candidates = only(new ExternalSource(6, 0.5, 10), batch);
        assertThat(rows(candidates)).containsExactly(7L, CandidateSet.NO_ROW, 8L, 0L, 1L, 2L, 3L);
        assertThat(candidates.get(1).vector()).containsExactly(0.6f, 0.8f);
        assertThat(candidates.get(1).cosine()).isEqualTo(0.6f);
        assertThat(candidates)
                .filteredOn(Candidate::isRelevant)
                .extracting(Candidate::row)
                .containsExactly(2L);
    }

    @Test
    void theShareIsOfAllNegativesHoweverManyAreSupplied() {
        for (double share : new double[] {0, 0.25, 0.5, 1}) {
            List<SuppliedNegative> many =
                    IntStream.range(0, 8).mapToObj(i -> written("text " + i)).toList();
            FakeMicroBatch batch = batch(20, new double[] {0}, example(1, new int[] {9}, List.of(), many));
            IntStream.range(0, 8).forEach(i -> batch.withText("text " + i, 0, 1));
            List<Candidate> candidates =
                    mined(new ExternalSource(8, share, 20), batch).get(0).negatives();
            assertThat(candidates).hasSize(8);
            assertThat(candidates)
                    .filteredOn(candidate -> candidate.vector() != null)
                    .hasSize((int) (8 * share));
        }
    }

    @Test
    void noDocumentThatAQueryMayNotSeeIsEverItsNegative() {
        Example asks = example(1, new int[] {9}, List.of("own", "shared"), List.of(stored(0), stored(3), written("w")));
        Example other = example(2, 1, 4);
        for (Source source : List.of(
                new TopSource(Miner.CURRENT, 1, 10, 0),
                STATIC,
                new InBatchSource(),
                new RandomSource(10),
                new ExternalSource(10, 0.5, 10),
                new ScopedSource(10, 5, 2),
                new ClusteredSource(9))) {
            FakeMicroBatch batch = batch(10, new double[] {0, 10}, asks, other)
                    .withScope("foreign", 0, 1, 2)
                    .withScope("own", 6, 7)
                    .withScope("shared", 3)
                    .withText("w", 0, 1);
            CandidateSet set = mined(source, batch).get(0);
            assertThat(set.candidates()).as("%s", source).isNotEmpty();
            assertThat(rows(set.candidates())).as("%s", source).doesNotContain(0L, 1L, 2L);
        }
    }

    @Test
    void negativesOfTheOwnScopeComeBeforeNearerOnes() {
        Example asks = example(1, new int[] {9}, List.of("own", "other"), List.of());
        FakeMicroBatch batch = batch(10, new double[] {0}, asks)
                .withScope("foreign", 0)
                .withScope("other", 1, 2, 3)
                .withScope("own", 6, 7, 8);
        assertThat(rows(only(new ScopedSource(10, 4, 2), batch))).containsExactly(1L, 2L, 6L, 7L, 9L);
        assertThat(rows(only(new ScopedSource(10, 4, 4), batch))).containsExactly(1L, 6L, 7L, 8L, 9L);
        assertThat(rows(only(new ScopedSource(10, 4, 0), batch))).containsExactly(1L, 2L, 3L, 4L, 9L);
        assertThat(only(new ScopedSource(10, 4, 2), batch))
                .extracting(Candidate::rank)
                .as("places among what is accessible")
                .containsExactly(1, 2, 6, 7, 9);
    }

    @Test
    void theClusterOfAClickedDocumentAreItsNearestOnesWhereverTheQueryStands() {
        FakeMicroBatch batch = batch(10, new double[] {0, 0}, example(1, 5), example(2, 8, 1));
        List<CandidateSet> sets = mined(new ClusteredSource(2), batch);
        assertThat(rows(sets.get(0).negatives())).containsExactlyInAnyOrder(4L, 6L);
        assertThat(rows(sets.get(1).negatives())).containsExactlyInAnyOrder(0L, 2L, 7L, 9L);
        assertThat(rows(sets.get(1).relevant())).containsExactlyInAnyOrder(8L, 1L);
    }

    @Test
    void nonsenseIsRefusedWithItsBounds() {
        assertThatThrownBy(() -> new RandomSource(0)).hasMessageContaining("0 random negatives, must be 1 to 10000");
        assertThatThrownBy(() -> new ScopedSource(10, 4, 5)).hasMessageContaining("own <= count <= to");
        assertThatThrownBy(() -> new ExternalSource(4, 1.5, 10)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> new ClusteredSource(0)).hasMessageContaining("must be 1 to");
    }

    private static FakeMicroBatch batch(int documents, double[] queryDegrees, Example... examples) {
        float[][] vectors = IntStream.range(0, documents)
                .mapToObj(document -> at(document * 90.0 / Math.max(9, documents - 1)))
                .toArray(float[][]::new);
        float[][] queries = IntStream.range(0, queryDegrees.length)
                .mapToObj(query -> at(queryDegrees[query]))
                .toArray(float[][]::new);
        return new FakeMicroBatch(List.of(examples), queries, vectors).withTeacher(queries);
    }

    private static float[] at(double degrees) {
        double radians = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
    }

    private static List<CandidateSet> mined(Source source, MicroBatch batch) {
        List<CandidateSet> sets = new ArrayList<>();
        for (int query = 0; query < batch.size(); query++) {
            sets.add(CandidateSet.of(query, batch));
        }
        source.addTo(sets, batch);
        return Collections.unmodifiableList(sets);
    }

    private static List<Candidate> only(Source source, MicroBatch batch) {
        return mined(source, batch).get(0).candidates();
    }

    private static List<Long> rows(List<Candidate> candidates) {
        return candidates.stream().map(Candidate::row).toList();
    }

    private static SuppliedNegative stored(int document) {
        return new SuppliedNegative.Stored(new DocumentId("d" + document), "test");
    }

    private static SuppliedNegative written(String text) {
        return new SuppliedNegative.Written(text, "test");
    }
}
