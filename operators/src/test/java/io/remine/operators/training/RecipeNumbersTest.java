package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.SuppliedNegative;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The losses of recipes over a micro-batch that can be computed by hand: two queries at 0 and 90 degrees; documents d0 to
 * d4 at 0, 30, 60, 90 and 45 degrees. The first query is clicked on d1, the second on d2. Recipes are those that come with
 * Remine, with fewer negatives.
 */
class RecipeNumbersTest {

    private static final double CLICKED = Math.sqrt(3) / 2; // cos 30 degrees
    private static final double AT_45 = Math.sqrt(0.5);
    private static final double AT_60 = 0.5;
    private static final double SCALE = 20; // 1 / temperature

    @Test
    void staticTakesWhatTheFirstEncoderRankedHighest() {
        FakeMicroBatch batch = batch().withTeacher(at(40), at(50)); // both: d4, then the clicked one
        assertLoss("static", "sample: 64", "to: 2", batch, softmax(AT_45), softmax(AT_45));
    }

    @Test
    void randomOfAsManyAsThereAreTakesAllThatAreNotClicked() {
        double all = softmax(1, AT_60, 0, AT_45);
        assertLoss("random", "sources: random", "sources: {random: {count: 4}}", batch(), all, all);
    }

    @Test
    void inBatchTakesWhatTheOtherQueryClicked() {
        assertLoss("in-batch", "", "", batch(), softmax(AT_60), softmax(AT_60));
    }

    @Test
    void starComparesInPairsWithStaticAndInBatchNegatives() {
        FakeMicroBatch batch = batch().withTeacher(at(40), at(50));
        double pairs = (softmax(AT_45) + softmax(AT_60)) / 2;
        assertLoss("star", "sample: 64", "to: 2", batch, pairs, pairs);
    }

    @Test
    void anceTakesWhatTheStaleCopyRanksHighest() {
        FakeMicroBatch batch = batch().withMiner(new Miner.Stale(50), at(5), at(40)); // d0, d1; d4, d1
        assertLoss("ance", "sample: 64", "to: 2", batch, softmax(1), softmax(AT_45, AT_60));
    }

    @Test
    void momentumTakesWhatTheAverageRanksHighest() {
        FakeMicroBatch batch = batch().withMiner(new Miner.Momentum(0.98), at(70), at(89)); // d2, d3; d3, d2
        assertLoss("momentum", "sample: 64", "to: 2", batch, softmax(AT_60, 0), softmax(1));
    }

    @Test
    void externalTakesAsManySuppliedAsMinedOnes() {
        SuppliedNegative stored = new SuppliedNegative.Stored(new DocumentId("d3"), "test");
        SuppliedNegative written = new SuppliedNegative.Written("no answer", "test");
        FakeMicroBatch batch = new FakeMicroBatch(
                        List.of(
                                FakeMicroBatch.example(0, new int[] {1}, List.of(), List.of(stored, written)),
                                FakeMicroBatch.example(1, new int[] {2}, List.of(), List.of(written))),
                        new float[][] {at(0), at(90)},
                        documents())
                .withText("no answer", 0.6f, 0.8f);
        assertLoss("external", "count: 64", "count: 2", batch, softmax(0, 1), softmax(0.8, 1));
    }

    @Test
    void scopedTakesTheOwnScopeFirstAndNothingThatIsNotAccessible() {
        List<String> scopes = List.of("own");
        FakeMicroBatch batch = new FakeMicroBatch(
                        List.of(
                                FakeMicroBatch.example(0, new int[] {1}, scopes, List.of()),
                                FakeMicroBatch.example(1, new int[] {2}, scopes, List.of())),
                        new float[][] {at(0), at(90)},
                        documents())
                .withScope("own", 2)
                .withScope("foreign", 0);
        // the first: d2 of its own scope, then d4, not d0; the second has clicked the only one of its own: d3, d4
        assertLoss("scoped", "count: 64, own: 32", "count: 2, own: 1", batch, softmax(AT_60, AT_45), softmax(1, AT_45));
    }

    @Test
    void clusteredTakesTheNearestOfTheClickedDocumentAndInBatchOnes() {
        double nearestAndOther = softmax(AT_45, AT_60);
        assertLoss("clustered", "neighbours: 32", "neighbours: 1", batch(), nearestAndOther, nearestAndOther);
    }

    /** The loss of a query whose clicked document stands at 30 degrees from it, against negatives of these cosines. */
    private static double softmax(double... negatives) {
        return Math.log(1
                + DoubleStream.of(negatives)
                        .map(cosine -> Math.exp(SCALE * (cosine - CLICKED)))
                        .sum());
    }

    private static void assertLoss(
            String name, String written, String smaller, FakeMicroBatch batch, double first, double second) {
        String text = Recipes.text(name);
        assertThat(text).contains(written);
        Recipe recipe = Recipes.parse(name, text.replace(written, smaller));
        List<CandidateSet> sets = recipe.mine(batch);
        sets.forEach(batch::score);
        recipe.shape(sets, batch, 1 / recipe.temperature().start());
        QueryGradient gradient =
                QueryGradient.of(recipe.loss(), sets, 1 / recipe.temperature().start());
        assertThat(gradient.loss().orElseThrow()).isCloseTo((first + second) / 2, within(1e-5));
    }

    private static FakeMicroBatch batch() {
        return new FakeMicroBatch(
                List.of(FakeMicroBatch.example(0, 1), FakeMicroBatch.example(1, 2)),
                new float[][] {at(0), at(90)},
                documents());
    }

    private static float[][] documents() {
        return DoubleStream.of(0, 30, 60, 90, 45)
                .mapToObj(RecipeNumbersTest::at)
                .toArray(float[][]::new);
    }

    private static float[] at(double degrees) {
        double radians = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
    }
}
