package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the papers behind sources say of them, shown by training {@link FreeQueries} with the recipe {@code static}, its
 * source exchanged for others of as many negatives. The lead is that of the clicked document over the nearest of all
 * others.
 */
class SourceClaimsTest {

    private static final double RATE = 0.1;
    private static final int STEPS = 100;

    /** ADORE: what was mined once is hard no longer, and others come near that no step pushes away. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void dynamicNegativesTeachMoreThanThoseThatWereMinedOnce(long seed) {
        assertThat(leadAfter("top: {to: 5}", seed)).isGreaterThan(leadAfter("static: {to: 5}", seed) + 0.05);
    }

    /** STAR: to static hard negatives, random ones of the micro-batch add what keeps the rest away; neither does alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void staticAndInBatchNegativesTogetherTeachMoreThanEitherAlone(long seed) {
        double both = leadAfter("static: {to: 5}\n  - in-batch", seed);
        assertThat(both).isGreaterThan(leadAfter("static: {to: 5}", seed) + 0.015);
        assertThat(both).isGreaterThan(leadAfter("in-batch", seed) + 0.1);
    }

    /** ANCE: negatives from the whole index teach more than those that happen to be at hand. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatTheWholeIndexHoldsTeachesMoreThanTheMicroBatchOrChance(long seed) {
        double mined = leadAfter("top: {to: 5}", seed);
        assertThat(mined).isGreaterThan(leadAfter("in-batch", seed) + 0.1);
        assertThat(mined).isGreaterThan(leadAfter("random: {count: 5}", seed) + 0.05);
    }

    /** ANCE: a copy that is refreshed now and then finds nearly what the model of the moment does, and keeps finding it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aCopyThatIsRefreshedTeachesMoreThanOneThatIsNotAndTheMoreTheOftenerItIs(long seed) {
        double often = leadAfter("stale: {every: 10, to: 5}", seed);
        double seldom = leadAfter("stale: {every: 50, to: 5}", seed);
        assertThat(seldom).isGreaterThan(leadAfter("static: {to: 5}", seed) + 0.05);
        assertThat(often).isGreaterThan(seldom + 0.005);
        assertThat(often).isCloseTo(leadAfter("top: {to: 5}", seed), within(0.01));
    }

    /** MHIM: a moving average finds negatives as hard as the model's own, and changes its mind about them less often. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aMovingAverageTeachesAsMuchAsTheModelsOwnNegativesAndIsSteadier(long seed) {
        String average = "momentum: {decay: 0.9, to: 5}";
        assertThat(leadAfter(average, seed)).isGreaterThan(leadAfter("static: {to: 5}", seed) + 0.05);
        assertThat(leadAfter(average, seed)).isCloseTo(leadAfter("top: {to: 5}", seed), within(0.01));
        assertThat(changes(average, seed)).isPositive().isLessThan(changes("top: {to: 5}", seed) / 2);
    }

    /** How many negatives were none the step before, over all steps. */
    private static long changes(String source, long seed) {
        Recipe noted = recipe(source);
        FreeQueries queries = new FreeQueries(seed);
        long changes = 0;
        List<Set<Long>> before = List.of();
        for (int step = 0; step < STEPS; step++) {
            queries.train(noted, 1, RATE);
            List<Set<Long>> now = queries.candidates(noted, queries.batch()).stream()
                    .map(SourceClaimsTest::negatives)
                    .toList();
            for (int query = 0; query < before.size(); query++) {
                Set<Long> earlier = before.get(query);
                changes += now.get(query).stream()
                        .filter(row -> !earlier.contains(row))
                        .count();
            }
            before = now;
        }
        return changes;
    }

    private static Set<Long> negatives(CandidateSet set) {
        return set.negatives().stream().map(Candidate::row).collect(Collectors.toSet());
    }

    private static double leadAfter(String source, long seed) {
        return new FreeQueries(seed).train(recipe(source), STEPS, RATE).meanLead();
    }

    private static Recipe recipe(String source) {
        String text = Recipes.text("static").replaceFirst("static: \\{[^}]*}", source);
        assertThat(text).contains("- " + source);
        return Recipes.parse("test", text);
    }
}
