package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.loss.AdaptiveMarginLoss;
import io.remine.operators.loss.Loss;
import io.remine.operators.loss.QueryScores;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Role;
import io.remine.operators.mining.Vectors;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.operators.transform.AdversarialVectors;
import io.remine.operators.transform.MixedNegatives;
import io.remine.operators.transform.Mixup;
import io.remine.operators.transform.Transform;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the papers behind recipes say that they do, shown by training {@link FreeQueries} with the recipe and with the same
 * recipe less the part in question. Every claim holds for each of the seeds.
 */
class RecipeClaimsTest {

    private static final double RATE = 0.005;
    private static final int STEPS = 60;
    private static final int FALSE_NEGATIVE = 1; // its place in the cluster of the clicked document

    /** MoCHi: synthetic negatives are harder than those there are, and the task that they make is harder too. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mixturesMakeTheTaskHarderAndTeachMoreThanAsManyCopiesDo(long seed) {
        Recipe mixed = Recipes.load("mixed");
        Recipe plain = with(mixed, List.of());
        FreeQueries learner = new FreeQueries(seed);
        List<CandidateSet> sets = learner.candidates(mixed, learner.batch());
        assertThat(mean(sets, set -> hardest(set, false))).isGreaterThan(mean(sets, set -> hardest(set, true)) + 0.02);
        assertThat(solved(learner, mixed)).isLessThan(solved(learner, plain) - 0.1);

        double lead = new FreeQueries(seed).train(mixed, STEPS, RATE).meanLead();
        assertThat(lead)
                .isGreaterThan(new FreeQueries(seed).train(plain, STEPS, RATE).meanLead() + 0.03);
        Copies copies = new Copies((MixedNegatives) mixed.transforms().get(0));
        assertThat(lead)
                .isGreaterThan(new FreeQueries(seed)
                                .train(with(mixed, List.of(copies)), STEPS, RATE)
                                .meanLead()
                        + 0.01);
    }

    /** CLAPS: what is perturbed is the worst inside the ball, and learning from the worst leaves a wider margin. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noRandomMoveIsAsBadAsTheAdversarysAndNoneTeachesAsMuch(long seed) {
        Recipe adversarial = Recipes.load("adversarial");
        AdversarialVectors moves = (AdversarialVectors) adversarial.transforms().get(0);
        FreeQueries learner = new FreeQueries(seed);
        double worst = loss(learner, adversarial);
        for (int draw = 0; draw < 100; draw++) {
            Recipe random = with(adversarial, List.of(new RandomMoves(moves.epsilon(), new Random(seed << 32 | draw))));
            assertThat(loss(learner, random)).as("draw %d", draw).isLessThan(worst - 0.1);
        }

        double lead = new FreeQueries(seed).train(adversarial, STEPS, RATE).meanLead();
        Recipe plain = with(adversarial, List.of());
        Recipe random = with(adversarial, List.of(new RandomMoves(moves.epsilon(), new Random(seed))));
        assertThat(lead)
                .isGreaterThan(new FreeQueries(seed).train(plain, STEPS, RATE).meanLead() + 0.02);
        assertThat(lead)
                .isGreaterThan(new FreeQueries(seed).train(random, STEPS, RATE).meanLead() + 0.02);
    }

    /** SupReMix: mixtures are harder than the negatives that they are made of, and training with them keeps what lies between in order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mixturesWithPositivesAreHarderAndLeaveMoreOfTheWayBetweenThemInOrder(long seed) {
        Recipe mixup = Recipes.load("mixup");
        FreeQueries trained = new FreeQueries(seed).train(mixup, STEPS, RATE);
        List<CandidateSet> sets = trained.candidates(mixup, trained.batch());
        int parts = ((Mixup) mixup.transforms().get(0)).hardest();
        assertThat(mean(
                        sets,
                        set -> cosines(set, Role.NEGATIVE, false).average().orElseThrow()))
                .as("negatives that are made, against those they are made of")
                .isGreaterThan(mean(sets, set -> -cosines(set, Role.NEGATIVE, true)
                                .map(cosine -> -cosine)
                                .sorted()
                                .limit(parts)
                                .average()
                                .orElseThrow())
                        + 0.05);
        FreeQueries plain = new FreeQueries(seed).train(with(mixup, List.of()), STEPS, RATE);
        assertThat(inOrder(trained)).isGreaterThan(inOrder(plain) + 0.08);
    }

    /** LG-ANNA: what a teacher holds for relevant is an ambiguous negative, and is spared. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aFalseNegativeThatTheTeacherKnowsIsPushedLessThanByAFixedMarginAndEndsHigher(long seed) {
        Recipe adaptive = Recipes.load("adaptive-margin");
        Recipe fixed = with(adaptive, new FixedMargin(((AdaptiveMarginLoss) adaptive.loss()).margin()));
        FreeQueries spared = knowing(seed);
        FreeQueries pushed = knowing(seed);
        assertThat(push(spared, adaptive)).isPositive().isLessThan(0.8 * push(pushed, fixed));

        spared.train(adaptive, 200, 0.1);
        pushed.train(fixed, 200, 0.1);
        assertThat(reciprocalRank(spared, 0)).as("of what is clicked").isGreaterThan(0.95);
        assertThat(reciprocalRank(spared, FALSE_NEGATIVE))
                .as("of the false negative")
                .isGreaterThan(reciprocalRank(pushed, FALSE_NEGATIVE) + 0.2);
    }

    /** As many negatives as the mixtures are, that are copies of those they are made of. */
    private record Copies(MixedNegatives mixed) implements Transform {

        private static final long serialVersionUID = 1L;

        @Override
        public void apply(CandidateSet set, MicroBatch batch) {
            List<Candidate> hard = set.negatives().stream()
                    .sorted(Comparator.comparingDouble(Candidate::cosine).reversed())
                    .limit(mixed.hardest())
                    .toList();
            SplittableRandom random = batch.random();
            for (int n = 0; n < mixed.pairs() + mixed.withQuery(); n++) {
                Candidate copied = hard.get(random.nextInt(hard.size()));
                set.add(batch.documentVectors(copied.row())[0], copied.cosine(), Role.NEGATIVE);
            }
        }
    }

    /** Moves every document by so much in any direction. */
    private record RandomMoves(double epsilon, Random random) implements Transform {

        private static final long serialVersionUID = 1L;

        @Override
        public void apply(CandidateSet set, MicroBatch batch) {
            for (Candidate candidate : set.candidates()) {
                float[] vector = batch.documentVectors(candidate.row())[0];
                float[] moved = FreeQueries.unit(vector, FreeQueries.direction(random), epsilon);
                candidate.setVector(moved, Vectors.dot(moved, batch.queryVector(set.query())));
            }
        }
    }

    /** A logistic loss of pairs in which what is relevant is to lead by the margin over every negative alike. */
    private record FixedMargin(double margin) implements Loss {

        private static final long serialVersionUID = 1L;

        @Override
        public OptionalDouble of(QueryScores scores, double[] derivatives) {
            int[] negatives = scores.places(Role.NEGATIVE);
            int relevant = scores.places(Role.RELEVANT)[0];
            double loss = 0;
            for (int negative : negatives) {
                double lead = scores.scores()[negative] - scores.scores()[relevant] + margin;
                loss += Math.log1p(Math.exp(lead)) / negatives.length;
                double slope = 1 / (1 + Math.exp(-lead)) / negatives.length;
                derivatives[negative] += slope;
                derivatives[relevant] -= slope;
            }
            return OptionalDouble.of(loss);
        }
    }

    /** Queries whose teacher is as near to a second document of the cluster as to the clicked one. */
    private static FreeQueries knowing(long seed) {
        FreeQueries queries = new FreeQueries(seed);
        return queries.withTeacher(IntStream.range(0, FreeQueries.QUERIES)
                .mapToObj(query -> FreeQueries.unit(
                        queries.documents[query * FreeQueries.CLUSTER],
                        queries.documents[query * FreeQueries.CLUSTER + FALSE_NEGATIVE],
                        1))
                .toArray(float[][]::new));
    }

    private static Recipe with(Recipe recipe, List<Transform> transforms) {
        return copy(recipe, transforms, recipe.loss());
    }

    private static Recipe with(Recipe recipe, Loss loss) {
        return copy(recipe, recipe.transforms(), loss);
    }

    private static Recipe copy(Recipe recipe, List<Transform> transforms, Loss loss) {
        return new Recipe(
                recipe.name(),
                recipe.about(),
                recipe.microBatches(),
                recipe.sources(),
                recipe.positives(),
                recipe.filters(),
                transforms,
                recipe.weights(),
                loss,
                recipe.temperature(),
                recipe.dimensions(),
                recipe.optimizer());
    }

    private static double mean(List<CandidateSet> sets, ToDoubleFunction<CandidateSet> of) {
        return sets.stream().mapToDouble(of).average().orElseThrow();
    }

    /** The highest cosine of the negatives that were mined, or of those that were made. */
    private static double hardest(CandidateSet set, boolean mined) {
        return cosines(set, Role.NEGATIVE, mined).max().orElseThrow();
    }

    private static DoubleStream cosines(CandidateSet set, Role role, boolean mined) {
        return set.candidates().stream()
                .filter(each -> each.role() == role && (each.row() == CandidateSet.NO_ROW) != mined)
                .mapToDouble(Candidate::cosine);
    }

    /** The share of the queries whose clicked document leads over all of the recipe's negatives. */
    private static double solved(FreeQueries queries, Recipe recipe) {
        return queries.candidates(recipe, queries.batch()).stream()
                        .filter(set -> set.lowestRelevant(Candidate::cosine).orElseThrow()
                                > set.negatives().stream()
                                        .mapToDouble(Candidate::cosine)
                                        .max()
                                        .orElseThrow())
                        .count()
                / (double) FreeQueries.QUERIES;
    }

    private static double loss(FreeQueries queries, Recipe recipe) {
        return QueryGradient.of(recipe.loss(), queries.candidates(recipe, queries.batch()), scale(recipe))
                .loss()
                .orElseThrow();
    }

    /** How hard the first step would push the false negatives away. */
    private static double push(FreeQueries queries, Recipe recipe) {
        List<CandidateSet> sets = queries.candidates(recipe, queries.batch());
        double[][] derivatives =
                QueryGradient.of(recipe.loss(), sets, scale(recipe)).derivatives();
        double push = 0;
        for (CandidateSet set : sets) {
            for (int i = 0; i < set.candidates().size(); i++) {
                if (set.candidates().get(i).row() == set.query() * FreeQueries.CLUSTER + FALSE_NEGATIVE) {
                    push += derivatives[set.query()][i];
                }
            }
        }
        return push;
    }

    private static double scale(Recipe recipe) {
        return 1 / recipe.temperature().start();
    }

    /** The mean over queries, among the documents that are neither clicked nor false negatives. */
    private static double reciprocalRank(FreeQueries queries, int placeInCluster) {
        double sum = 0;
        for (int query = 0; query < FreeQueries.QUERIES; query++) {
            int clicked = query * FreeQueries.CLUSTER;
            int asking = query;
            double own = queries.cosine(query, clicked + placeInCluster);
            sum += 1.0
                    / (1
                            + IntStream.range(0, queries.documents.length)
                                    .filter(document -> document != clicked && document != clicked + FALSE_NEGATIVE)
                                    .filter(document -> queries.cosine(asking, document) > own)
                                    .count());
        }
        return sum / FreeQueries.QUERIES;
    }

    /** The share of the pairs of a clicked document and another of its cluster on whose way the score rises throughout. */
    private static double inOrder(FreeQueries queries) {
        int rising = 0;
        for (int query = 0; query < FreeQueries.QUERIES; query++) {
            float[] clicked = queries.documents[query * FreeQueries.CLUSTER];
            for (int i = 1; i < FreeQueries.CLUSTER; i++) {
                float[] other = queries.documents[query * FreeQueries.CLUSTER + i];
                double before = Vectors.dot(queries.queries[query], other);
                boolean rises = true;
                for (int step = 1; step <= 20; step++) {
                    float[] between = FreeQueries.unit(other, clicked, step / (20.001 - step));
                    double now = Vectors.dot(queries.queries[query], between);
                    rises &= now > before - 1e-6;
                    before = now;
                }
                rising += rises ? 1 : 0;
            }
        }
        return rising / (double) (FreeQueries.QUERIES * (FreeQueries.CLUSTER - 1));
    }
}
