package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.recipe.Recipes;
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

    private static double leadAfter(String source, long seed) {
        String text = Recipes.text("static").replaceFirst("static: \\{[^}]*}", source);
        assertThat(text).contains("- " + source);
        return new FreeQueries(seed)
                .train(Recipes.parse("test", text), STEPS, RATE)
                .meanLead();
    }
}
