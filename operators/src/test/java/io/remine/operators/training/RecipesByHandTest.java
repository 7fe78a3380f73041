package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.loss.AdaptiveMarginLoss;
import io.remine.operators.loss.Loss;
import io.remine.operators.loss.SumLoss;
import io.remine.operators.loss.TrustLoss;
import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairMemory;
import io.remine.operators.memory.PairMemory.Push;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Whole recipes on one micro-batch whose losses are worked out by hand. The cosines of d0 to d4 are 0.6, 0.28, 0.8, -0.6 and
 * -1 with the first query, which has clicked d0, and 0.8, 0.96, 0.6, 0.8 and 0 with the second, which has clicked d1. Scores
 * are 20 times as much.
 */
class RecipesByHandTest {

    private static final double SCALE = 20;
    private static final float[][] QUERIES = {{1, 0}, {0, 1}};
    private static final float[][] DOCUMENTS = {{0.6f, 0.8f}, {0.28f, 0.96f}, {0.8f, 0.6f}, {-0.6f, 0.8f}, {-1, 0}};
    private static final Offset<Double> NEAR = within(1e-4);

    /** Losses of the two queries by softmax over all their negatives. */
    private static final double FIRST = softmax(0.6, 0.28, 0.8, -0.6, -1);

    private static final double SECOND = softmax(0.96, 0.8, 0.6, 0.8, 0);

    private final RecipeMemory memory = RecipeMemory.onHeap();
    private final FakeMicroBatch batch = batch(FakeMicroBatch.example(0, 0), FakeMicroBatch.example(1, 1));

    @Test
    void adoreWeighsPairsByTheChangeInReciprocalRank() {
        assertThat(loss("adore", batch)).isCloseTo((firstLambda() + secondLambda()) / 2, NEAR);
    }

    @Test
    void infonceIsTheSoftmaxOverTheDynamicTop() {
        assertThat(loss("infonce", batch)).isCloseTo((FIRST + SECOND) / 2, NEAR);
    }

    @Test
    void softmaxAddsTheDivergenceFromTheTeacher() {
        double share = share(TrustLoss.class, (SumLoss) Recipes.load("softmax").loss());
        double first = FIRST + share * divergence(teacher(0), cosines(0));
        double second = SECOND + share * divergence(teacher(1), cosines(1));
        assertThat(loss("softmax", taught())).isCloseTo((first + second) / 2, NEAR);
        assertThat(loss("softmax", batch))
                .as("by a teacher that is the model itself")
                .isCloseTo((FIRST + SECOND) / 2, NEAR);
    }

    @Test
    void steadyCountsAClickByItsProbabilityOfBeingRight() {
        double first = right(Math.exp(-FIRST));
        double second = right(Math.exp(-SECOND));
        assertThat(loss("steady", batch)).isCloseTo((first * FIRST + second * SECOND) / (first + second), NEAR);
        assertThat(batch.counted(Event.FADED)).isEqualTo(2);
    }

    /** By Bayes, if one click of ten is wrong and falls on one of ten documents. */
    private static double right(double probability) {
        return 0.9 * probability / (0.9 * probability + 0.1 / 10);
    }

    @Test
    void adaptiveMarginIsTheCrossEntropyWithLabelsOfTheTeachersLeadAndTheMargin() {
        double margin = ((AdaptiveMarginLoss) Recipes.load("adaptive-margin").loss()).margin();
        double expected = softLabelled(0, 0, margin) + softLabelled(1, 1, margin);
        assertThat(loss("adaptive-margin", taught())).isCloseTo(expected / 2, NEAR);
    }

    @Test
    void nvEmbedDropsWhatScoresAbove95PercentOfThePositive() {
        double first = softmax(0.6, 0.28, -0.6, -1);
        assertThat(loss("nv-embed", batch)).isCloseTo((first + SECOND) / 2, NEAR);
        assertThat(batch.counted(Event.DROPPED)).as("d2 of the first query").isEqualTo(1);
    }

    @Test
    void unifiedDropsWhatIsOutsideTheWhiskers() {
        double second = softmax(0.96, 0.8, 0.6, 0.8); // quartiles 0.45 and 0.8: 0 is below 0.1
        assertThat(loss("unified", batch)).isCloseTo((FIRST + second) / 2, NEAR);
    }

    @Test
    void debiasedDoubtsWhatScoresHigherThanWhatPeopleHaveClicked() {
        double relevant = 1 / (1 + Math.exp(-4));
        double doubted = (1 - relevant) / (1 - relevant * 0.9);
        double rare = 1 / (1 + Math.exp(6.4));
        double first = weighed(
                0.6, new double[] {0.8, 0.28}, new double[] {doubted, (1 - rare) / (1 - rare * 0.9 * Math.exp(-6.4))});
        double near = 1 / (1 + Math.exp(3.2));
        double trusted = (1 - near) / (1 - near * 0.9 * Math.exp(-3.2));
        double second = weighed(0.96, new double[] {0.8, 0.8, 0.6}, new double[] {trusted, trusted, 1});
        double firstRight = right(Math.exp(-FIRST));
        double secondRight = right(Math.exp(-SECOND));
        assertThat(loss("debiased", batch))
                .isCloseTo((firstRight * first + secondRight * second) / (firstRight + secondRight), NEAR);
    }

    @Test
    void diceCountsByFourTimesPTimesOneMinusP() {
        double first = weighed(0.6, new double[] {0.8, 0.28}, new double[] {dice(4), dice(-6.4)});
        double second = weighed(0.96, new double[] {0.8, 0.8, 0.6}, new double[] {dice(-3.2), dice(-3.2), dice(-7.2)});
        assertThat(loss("dice", batch)).isCloseTo((first + second) / 2, NEAR);
    }

    @Test
    void adaptiveWeightCountsNearNegativesMore() {
        double[] first = {0.28, 0.8, -0.6, -1};
        double[] second = {0.8, 0.6, 0.8, 0};
        double expected = weighed(0.6, first, repulsion(first)) + weighed(0.96, second, repulsion(second));
        assertThat(loss("adaptive-weight", batch)).isCloseTo(expected / 2, NEAR);
    }

    @Test
    void denoisedFadesTheClickWhoseLossIsAnOutlier() {
        assertThat(loss("denoised", batch)).as("while it warms up").isCloseTo((FIRST + SECOND) / 2, NEAR);
        double[] moments = memory.numbers().get("denoised", 0, 0, 0);
        moments[0] = 1_000;
        moments[1] = 2.5;
        moments[2] = 1;
        double weight = Math.exp(-(FIRST - 2.5) * (FIRST - 2.5) / 2) / Math.sqrt(2 * Math.PI);
        assertThat(loss("denoised", batch))
                .as("mean 2.5, deviation 1: the first is above, the second within 3 below")
                .isCloseTo((weight * FIRST + SECOND) / (weight + 1), NEAR);
        assertThat(batch.counted(Event.FADED)).isEqualTo(1);
    }

    @Test
    void propensityCountsAClickFurtherDownMore() {
        FakeMicroBatch shown = batch(shownAt(1, FakeMicroBatch.example(0, 0)), FakeMicroBatch.example(1, 1));
        assertThat(loss("propensity", shown))
                .as("before anything is learnt, the second place is looked at half as often")
                .isCloseTo((2 * firstLambda() + secondLambda()) / 3, NEAR);
    }

    @Test
    void lateClicksChangeNoLossAndAddTheOppositeOfThePush() {
        assertThat(loss("late-clicks", batch)).isCloseTo((firstLambda() + secondLambda()) / 2, NEAR);
        memory.pairs().put("query 0", new PairMemory(List.of(), List.of(new Push(new DocumentId("d0"), 0, 0.25))));
        Recipe recipe = Recipes.load("late-clicks");
        List<CandidateSet> sets = shaped(recipe, batch);
        double[][] derivatives = QueryGradient.of(recipe.loss(), sets, SCALE).derivatives();
        double[] before = derivatives[0].clone();
        recipe.weights().forEach(weighting -> weighting.correct(sets, batch, derivatives));
        assertThat(derivatives[0][1]).as("d0, of rank 2").isEqualTo(before[1] - 0.25);
        assertThat(derivatives[0][0]).isEqualTo(before[0]);
    }

    /** The teacher holds the first query for (0.8, 0.6) and the second for (0.6, 0.8). */
    private FakeMicroBatch taught() {
        return batch(FakeMicroBatch.example(0, 0), FakeMicroBatch.example(1, 1))
                .withTeacher(new float[] {0.8f, 0.6f}, new float[] {0.6f, 0.8f});
    }

    private static double[] cosines(int query) {
        return query == 0 ? new double[] {0.6, 0.28, 0.8, -0.6, -1} : new double[] {0.8, 0.96, 0.6, 0.8, 0};
    }

    private static double[] teacher(int query) {
        return query == 0 ? new double[] {0.96, 0.8, 1, 0, -0.8} : new double[] {1, 0.936, 0.96, 0.28, -0.6};
    }

    private static double share(Class<? extends Loss> kind, SumLoss sum) {
        return sum.terms().stream()
                .filter(term -> kind.isInstance(term.loss()))
                .mapToDouble(SumLoss.Term::share)
                .sum();
    }

    /** Kullback-Leibler, of the softmax of one from that of the other. */
    private static double divergence(double[] teacher, double[] model) {
        double sum = 0;
        for (int i = 0; i < model.length; i++) {
            double p = probability(i, teacher);
            sum += p * Math.log(p / probability(i, model));
        }
        return sum;
    }

    private static double probability(int place, double[] cosines) {
        double sum = 0;
        for (double cosine : cosines) {
            sum += Math.exp(SCALE * (cosine - cosines[place]));
        }
        return 1 / sum;
    }

    private static double softLabelled(int query, int clicked, double margin) {
        double[] model = cosines(query);
        double[] teacher = teacher(query);
        double sum = 0;
        for (int i = 0; i < model.length; i++) {
            if (i != clicked) {
                double label = 1 / (1 + Math.exp(-SCALE * (teacher[clicked] - teacher[i]) - margin));
                sum += label * pair(model[clicked], model[i]) + (1 - label) * pair(model[i], model[clicked]);
            }
        }
        return sum / 4;
    }

    /** The clicked document has rank 2, after d2. */
    private static double firstLambda() {
        return ((1 - 1 / 2.0) * pair(0.6, 0.8)
                        + (1 / 2.0 - 1 / 3.0) * pair(0.6, 0.28)
                        + (1 / 2.0 - 1 / 4.0) * pair(0.6, -0.6)
                        + (1 / 2.0 - 1 / 5.0) * pair(0.6, -1))
                / 4;
    }

    /** The clicked document has rank 1. */
    private static double secondLambda() {
        return ((1 - 1 / 2.0) * pair(0.96, 0.8)
                        + (1 - 1 / 3.0) * pair(0.96, 0.8)
                        + (1 - 1 / 4.0) * pair(0.96, 0.6)
                        + (1 - 1 / 5.0) * pair(0.96, 0))
                / 4;
    }

    private static double pair(double relevant, double negative) {
        return Math.log1p(Math.exp(SCALE * (negative - relevant)));
    }

    private static double softmax(double relevant, double... negatives) {
        double[] ones = new double[negatives.length];
        Arrays.fill(ones, 1);
        return weighed(relevant, negatives, ones);
    }

    private static double weighed(double relevant, double[] negatives, double[] weights) {
        double sum = 1;
        for (int i = 0; i < negatives.length; i++) {
            sum += weights[i] * Math.exp(SCALE * (negatives[i] - relevant));
        }
        return Math.log(sum);
    }

    private static double dice(double difference) {
        double p = 1 / (1 + Math.exp(-difference));
        return 4 * p * (1 - p);
    }

    private static double[] repulsion(double... cosines) {
        double[] weights = new double[cosines.length];
        double sum = 0;
        for (double cosine : cosines) {
            sum += Math.exp(-2 * (2 - 2 * cosine));
        }
        for (int i = 0; i < cosines.length; i++) {
            weights[i] = cosines.length * Math.exp(-2 * (2 - 2 * cosines[i])) / sum;
        }
        return weights;
    }

    private FakeMicroBatch batch(Example... examples) {
        return new FakeMicroBatch(List.of(examples), QUERIES, DOCUMENTS).withMemory(memory);
    }

    private static Example shownAt(int place, Example one) {
        return new Example(
                one.query(),
                one.text(),
                one.clicked(),
                one.kind(),
                one.weight(),
                one.known(),
                one.timeMillis(),
                one.position(),
                one.others(),
                OptionalInt.of(place),
                one.scopes(),
                one.negatives());
    }

    private static double loss(String recipe, FakeMicroBatch batch) {
        Recipe loaded = Recipes.load(recipe);
        return QueryGradient.of(loaded.loss(), shaped(loaded, batch), SCALE)
                .loss()
                .orElseThrow();
    }

    private static List<CandidateSet> shaped(Recipe recipe, FakeMicroBatch batch) {
        List<CandidateSet> sets = recipe.mine(batch);
        sets.forEach(batch::score);
        recipe.shape(sets, batch, SCALE);
        return sets;
    }
}
