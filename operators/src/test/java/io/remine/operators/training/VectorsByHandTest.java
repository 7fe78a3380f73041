package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.operators.transform.AdversarialVectors;
import io.remine.operators.transform.MixedNegatives;
import io.remine.operators.transform.Mixup;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Recipes that make vectors, or look at beginnings of them, on one micro-batch: its loss and its gradient by the query's
 * vector. The query is (1, 0); the clicked document d0 stands at 37 degrees from it, d1 to d3 at 53, 74 and 90.
 */
class VectorsByHandTest {

    private static final int CLICKED = 37;
    private static final int[] NEGATIVES = {53, 74, 90}; // the hardest first
    private static final double STEP = 1e-6;

    /** A document at so many degrees. */
    private record Vector(double degrees, double weight) {

        double x() {
            return Math.cos(Math.toRadians(degrees));
        }

        double y() {
            return Math.sin(Math.toRadians(degrees));
        }

        /** What lies on the way from here to there, and weighs so much. */
        Vector mixedWith(Vector other, double shareOfOther, double weight) {
            double x = (1 - shareOfOther) * x() + shareOfOther * other.x();
            double y = (1 - shareOfOther) * y() + shareOfOther * other.y();
            return new Vector(Math.toDegrees(Math.atan2(y, x)), weight);
        }
    }

    private final List<Vector> relevant = new ArrayList<>(List.of(at(CLICKED)));
    private final List<Vector> negatives = new ArrayList<>(
            IntStream.of(NEGATIVES).mapToObj(VectorsByHandTest::at).toList());
    private final SplittableRandom drawn = new SplittableRandom(new SplittableRandom(0).nextLong());

    @Test
    void mixedAddsMixturesOfTheHardestAndOfThemWithTheQuery() {
        MixedNegatives mixed = only("mixed", MixedNegatives.class);
        List<Vector> hard = List.copyOf(negatives.subList(0, Math.min(3, mixed.hardest())));
        for (int n = 0; n < mixed.pairs(); n++) {
            Vector first = hard.get(drawn.nextInt(hard.size()));
            List<Vector> others = new ArrayList<>(hard.subList(hard.indexOf(first) + 1, hard.size()));
            others.addAll(hard.subList(0, hard.indexOf(first)));
            Vector second = others.get(drawn.nextInt(others.size()));
            negatives.add(second.mixedWith(first, drawn.nextDouble(), 1));
        }
        for (int n = 0; n < mixed.withQuery(); n++) {
            negatives.add(hard.get(drawn.nextInt(hard.size())).mixedWith(at(0), 0.5 * drawn.nextDouble(), 1));
        }
        assertThat(negatives).hasSize(3 + mixed.pairs() + mixed.withQuery());
        assertLossAndGradient("mixed");
    }

    @Test
    void adversarialMovesEachDocumentByEpsilonToWhereItIsWorst() {
        double epsilon = only("adversarial", AdversarialVectors.class).epsilon();
        relevant.replaceAll(each -> moved(each, -epsilon));
        negatives.replaceAll(each -> moved(each, epsilon));
        assertThat(relevant.get(0).degrees()).isGreaterThan(CLICKED + 1);
        assertThat(negatives.get(0).degrees()).isLessThan(NEGATIVES[0] - 1);
        assertLossAndGradient("adversarial");
    }

    @Test
    void mixupAddsMixturesOfBothKindsThatWeighLessByTheShareOfTheOther() {
        Mixup mixup = only("mixup", Mixup.class);
        List<Vector> hard = List.copyOf(negatives.subList(0, Math.min(3, mixup.hardest())));
        for (int n = 0; n < mixup.negatives() + mixup.positives(); n++) {
            drawn.nextInt(1); // of one relevant document
            Vector negative = hard.get(drawn.nextInt(hard.size()));
            double other = mixup.most() * drawn.nextDouble();
            if (n < mixup.negatives()) {
                negatives.add(negative.mixedWith(at(CLICKED), other, 1 - other));
            } else {
                relevant.add(at(CLICKED).mixedWith(negative, other, 1 - other));
            }
        }
        assertLossAndGradient("mixup");
    }

    @Test
    void matryoshkaIsTheMeanOverBeginningsBroughtToLengthOne() {
        float[][] documents = {{0.48f, 0.64f, 0.6f}, {0.64f, 0.48f, 0.6f}, {0, 0.6f, 0.8f}};
        FakeMicroBatch batch =
                new FakeMicroBatch(List.of(FakeMicroBatch.example(0, 0)), new float[][] {{0.6f, 0, 0.8f}}, documents);
        Recipe recipe = Recipes.parse(
                "matryoshka", Recipes.text("matryoshka").replaceFirst("dimensions: .*", "dimensions: [2]"));
        double scale = 1 / recipe.temperature().start();
        // of two numbers the query is (1, 0), the documents (0.6, 0.8), (0.8, 0.6) and (0, 1)
        double beginnings = Math.log(1 + Math.exp(scale * (0.8 - 0.6)) + Math.exp(scale * (0 - 0.6)));
        double whole = Math.log(1 + Math.exp(scale * (0.864 - 0.768)) + Math.exp(scale * (0.64 - 0.768)));
        assertThat(gradient(recipe, batch, documents).loss().orElseThrow())
                .isCloseTo((beginnings + whole) / 2, within(1e-4));
    }

    private void assertLossAndGradient(String name) {
        Recipe recipe = Recipes.load(name);
        double scale = 1 / recipe.temperature().start();
        float[][] documents = IntStream.concat(IntStream.of(CLICKED), IntStream.of(NEGATIVES))
                .mapToObj(degrees -> new float[] {
                    (float) Math.cos(Math.toRadians(degrees)), (float) Math.sin(Math.toRadians(degrees))
                })
                .toArray(float[][]::new);
        FakeMicroBatch batch =
                new FakeMicroBatch(List.of(FakeMicroBatch.example(0, 0)), new float[][] {{1, 0}}, documents);

        VectorGradient gradient = gradient(recipe, batch, documents);

        assertThat(gradient.loss().orElseThrow()).isCloseTo(loss(1, 0, scale), within(1e-4));
        double alongX = (loss(1 + STEP, 0, scale) - loss(1 - STEP, 0, scale)) / (2 * STEP);
        double alongY = (loss(1, STEP, scale) - loss(1, -STEP, scale)) / (2 * STEP);
        assertThat((double) gradient.byVector()[0][0]).isCloseTo(alongX, within(1e-3));
        assertThat((double) gradient.byVector()[0][1]).isCloseTo(alongY, within(1e-3));
    }

    private static VectorGradient gradient(Recipe recipe, FakeMicroBatch batch, float[][] documents) {
        double scale = 1 / recipe.temperature().start();
        List<CandidateSet> sets = recipe.mine(batch);
        try (IndexView index = TinyIndex.of(documents);
                NDManager scope = PyTorch.newManager()) {
            CandidateVectors vectors = CandidateVectors.gather(sets, index, scope);
            sets.forEach(batch::score);
            recipe.shape(sets, batch, scale);
            return VectorGradient.of(recipe, sets, vectors, batch, scale);
        }
    }

    /** The softmax of each relevant document against the negatives, all by their weights, for the query (x, y). */
    private double loss(double x, double y, double scale) {
        double against = negatives.stream()
                .mapToDouble(each -> each.weight() * Math.exp(scale * (x * each.x() + y * each.y())))
                .sum();
        double total = relevant.stream().mapToDouble(Vector::weight).sum();
        return relevant.stream()
                .mapToDouble(each ->
                        each.weight() / total * Math.log(1 + against / Math.exp(scale * (x * each.x() + y * each.y()))))
                .sum();
    }

    private static Vector moved(Vector vector, double alongQuery) {
        return new Vector(Math.toDegrees(Math.atan2(vector.y(), vector.x() + alongQuery)), vector.weight());
    }

    private static Vector at(double degrees) {
        return new Vector(degrees, 1);
    }

    private static <T> T only(String recipe, Class<T> kind) {
        assertThat(Recipes.load(recipe).transforms()).singleElement().isInstanceOf(kind);
        return kind.cast(Recipes.load(recipe).transforms().get(0));
    }
}
