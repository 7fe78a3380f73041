package io.remine.streams.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.streams.beir.CorpusIndex;
import io.remine.streams.beir.Document;
import io.remine.streams.generation.ModelSource;
import io.remine.streams.mine.Mined.Passage;
import io.remine.streams.mine.OutputFormat.Style;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rankings are checked against one that is sorted by hand from the same encoder's vectors. */
class NegativeMinerTest {

    private static final List<String> TEXTS = List.of(
            "sloping land beside a river",
            "a financial institution that accepts deposits",
            "sloping land on a mountain",
            "the river is deep",
            "money in the bank",
            "land beside the sea",
            "a deep valley",
            "loans of a bank",
            "a mountain lake",
            "fish in the river",
            "the sea is deep",
            "a boat beside the land");
    private static final AskedQuery QUERY =
            new AskedQuery("q", "sloping land beside deep water", List.of("d3", "d8"), "queries, line 1");
    private static final AskedQuery OTHER = new AskedQuery("r", "a bank of money", List.of("d1"), "queries, line 2");

    @TempDir
    private Path cache;

    private List<Document> documents;
    private Encoder encoder;
    private IndexView index;
    private List<Passage> ranking;

    @BeforeEach
    void rank() throws IOException {
        documents = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            documents.add(new Document("d" + i, TEXTS.get(i)));
        }
        EncoderSource source = ModelSource.load("random:7");
        encoder = new Encoder(source, new Trainable.AllButEmbeddings());
        index = CorpusIndex.open(documents, source, encoder, cache, done -> {});
        ranking = Rankings.ofAll(QUERY, documents, encoder);
    }

    @AfterEach
    void close() {
        index.close();
        encoder.close();
    }

    @Test
    void theTopAreTheHighestRankedThatAreNotRelevant() {
        assertThat(ids(mine(new Options()).chosen())).isEqualTo(ids(negatives().subList(0, 3)));
        assertThat(mine(new Options()).positives())
                .extracting(passage -> passage.document().id())
                .containsExactly("d3", "d8");
    }

    @Test
    void aRangeIsOneOfRanksInTheWholeRanking() {
        Options options = new Options();
        options.rangeMin = 2;
        options.rangeMax = OptionalInt.of(7);
        options.negatives = 10;
        assertThat(ids(mine(options).chosen()))
                .isEqualTo(ids(ranking.subList(2, 7).stream()
                        .filter(passage -> !passage.relevant())
                        .toList()));
    }

    @Test
    void scoresBoundNegatives() {
        float most = negatives().get(1).score();
        float least = negatives().get(4).score();
        Options options = new Options();
        options.negatives = 10;
        options.maxScore = OptionalDouble.of(most + 1e-4);
        options.minScore = OptionalDouble.of(least - 1e-4);
        assertThat(ids(mine(options).chosen()))
                .isEqualTo(ids(negatives().stream()
                        .filter(each -> each.score() <= most + 1e-4 && each.score() >= least - 1e-4)
                        .toList()));
    }

    @Test
    void marginsAreTakenFromTheLowestScoredPositiveThoughItRanksBelowTheDepth() {
        double lowest = ranking.stream()
                .filter(Passage::relevant)
                .mapToDouble(Passage::score)
                .min()
                .orElseThrow();
        Options absolute = new Options();
        absolute.negatives = 10;
        absolute.absoluteMargin = OptionalDouble.of(-0.05);
        assertThat(ids(mine(absolute).chosen())).isEqualTo(ids(upTo(lowest + 0.05)));
        Options relative = new Options();
        relative.negatives = 10;
        relative.relativeMargin = OptionalDouble.of(0.05);
        assertThat(ids(mine(relative).chosen())).isEqualTo(ids(upTo(lowest - 0.05 * Math.abs(lowest))));
        absolute.rangeMax = OptionalInt.of(2);
        assertThat(ids(mine(absolute).chosen()))
                .isEqualTo(ids(ranking.subList(0, 2).stream()
                        .filter(each -> !each.relevant() && each.score() <= lowest + 0.05)
                        .toList()));
    }

    @Test
    void whatEachFilterLeavesOutIsCounted() {
        Options options = new Options();
        options.rangeMin = 4;
        options.maxScore = OptionalDouble.of(-1);
        Tally tally = new Tally();
        miner(options, tally).mine(List.of(QUERY));
        long firstNegatives =
                ranking.subList(0, 4).stream().filter(each -> !each.relevant()).count();
        assertThat(tally.skipped("--range-min 4")).isEqualTo(firstNegatives);
        assertThat(tally.skipped("--max-score -1.0")).isEqualTo(negatives().size() - firstNegatives);
    }

    @Test
    void randomOnesAreDrawnBySeedAndQueryAndNotByBatch() {
        Options options = new Options();
        options.sampling = Sampling.RANDOM;
        List<String> drawn = ids(mine(options).chosen());
        assertThat(drawn).hasSize(3).doesNotHaveDuplicates().isSubsetOf(ids(negatives()));
        assertThat(ids(miner(options, new Tally())
                        .mine(List.of(OTHER, QUERY))
                        .get(1)
                        .chosen()))
                .isEqualTo(drawn);
        List<List<String>> bySeed = new ArrayList<>();
        for (int seed = 0; seed < 10; seed++) {
            options.seed = seed;
            bySeed.add(ids(mine(options).chosen()));
        }
        assertThat(bySeed.stream().distinct()).hasSizeGreaterThan(1);
    }

    @Test
    void positivesStayInTheRankingIfTheyAreToBeIncluded() {
        Options options = new Options();
        options.includePositives = true;
        options.negatives = TEXTS.size();
        assertThat(ids(mine(options).chosen())).isEqualTo(ids(ranking));
        assertThat(mine(options).negatives()).hasSize(TEXTS.size() - 2);
    }

    @Test
    void aCopyOfAPositiveIsNoNegative() throws IOException {
        documents.add(new Document("copy", TEXTS.get(3)));
        index.close();
        index = CorpusIndex.open(documents, ModelSource.load("random:7"), encoder, cache, done -> {});
        Options options = new Options();
        options.negatives = 100;
        assertThat(ids(mine(options).chosen())).hasSize(TEXTS.size() - 2).doesNotContain("copy");
    }

    @Test
    void theyAreThoseThatTheStaticRecipeTakesWithTheSameFilter() {
        Options options = new Options();
        options.negatives = 100;
        options.rangeMax = OptionalInt.of(8);
        options.absoluteMargin = OptionalDouble.of(-0.02);
        List<AskedQuery> queries = List.of(QUERY, OTHER);
        List<List<String>> taken = RecipeNegatives.of(
                Recipes.parse(
                        "test",
                        """
                        sources:
                          - static: {to: 8}
                        positives: always
                        filters:
                          - margin: {margin: -0.02}
                        loss: infonce
                        """),
                queries,
                encoder,
                index);
        assertThat(taken.get(0)).isNotEmpty();
        assertThat(miner(options, new Tally()).mine(queries))
                .extracting(mined -> ids(mined.chosen()))
                .isEqualTo(taken);
    }

    @Test
    void queriesAreReadABatchAtATime() throws IOException {
        List<Mined> mined = new ArrayList<>();
        int[] read = {0};
        Queries counted = each -> {
            for (int i = 0; i < 10; i++) {
                assertThat(read[0] - mined.size())
                        .as("queries read and not yet given")
                        .isLessThan(3);
                read[0]++;
                each.accept(new AskedQuery("q" + i, TEXTS.get(i), List.of("d" + i), "line " + i));
            }
        };
        Mining mining = new Mining(
                null, null, new Options().settings(), OutputFormat.TRIPLET, new Style(false, false), 3, cache, cache);
        mining.mine(counted, miner(new Options(), new Tally()), mined::add);
        assertThat(mined)
                .extracting(each -> each.query().id())
                .containsExactly("q0", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9");
    }

    @Test
    void nonsenseIsRefused() {
        Options options = new Options();
        options.negatives = 0;
        assertThatThrownBy(options::settings).hasMessageContaining("--num-negatives 0, must be 1 to 1000");
        options.negatives = 1;
        options.rangeMin = 5;
        options.rangeMax = OptionalInt.of(5);
        assertThatThrownBy(options::settings).hasMessageContaining("--range-max 5, must be above --range-min 5");
        options.rangeMax = OptionalInt.empty();
        options.relativeMargin = OptionalDouble.of(5);
        assertThatThrownBy(options::settings).hasMessageContaining("--relative-margin 5.0");
    }

    /** What is asked for; the defaults of the command. */
    private static final class Options {
        private int rangeMin;
        private OptionalInt rangeMax = OptionalInt.empty();
        private OptionalDouble maxScore = OptionalDouble.empty();
        private OptionalDouble minScore = OptionalDouble.empty();
        private OptionalDouble absoluteMargin = OptionalDouble.empty();
        private OptionalDouble relativeMargin = OptionalDouble.empty();
        private int negatives = 3;
        private Sampling sampling = Sampling.TOP;
        private boolean includePositives;
        private long seed = 13;

        MineSettings settings() {
            return new MineSettings(
                    rangeMin,
                    rangeMax,
                    maxScore,
                    minScore,
                    absoluteMargin,
                    relativeMargin,
                    negatives,
                    sampling,
                    includePositives,
                    seed);
        }
    }

    private Mined mine(Options options) {
        return miner(options, new Tally()).mine(List.of(QUERY)).get(0);
    }

    private NegativeMiner miner(Options options, Tally tally) {
        return new NegativeMiner(encoder, index, documents, options.settings(), tally);
    }

    private List<Passage> negatives() {
        return ranking.stream().filter(passage -> !passage.relevant()).toList();
    }

    private List<Passage> upTo(double score) {
        return negatives().stream().filter(each -> each.score() <= score).toList();
    }

    private static List<String> ids(List<Passage> passages) {
        return passages.stream().map(passage -> passage.document().id()).toList();
    }
}
