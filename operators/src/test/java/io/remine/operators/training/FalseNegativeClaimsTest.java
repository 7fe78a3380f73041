package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the papers say of the parts that find false negatives, shown by training {@link FreeQueries} in whose clusters one
 * document is all but a copy of the clicked one, with the recipe and with the same recipe less the part. Every claim holds
 * for each of the seeds.
 */
class FalseNegativeClaimsTest {

    private static final int CLICKED = 0;
    private static final int FALSE_NEGATIVE = 1; // its place in the cluster
    private static final double SPREAD = 0.1;
    private static final int STEPS = 200;
    private static final String SHOWN = "  - debiased: {judged: 0.9}\n";

    /** NV-Embed: what scores near the positive is not pushed away, and the query comes nearer to both of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theMarginBelowThePositiveSparesFalseNegativesAndLeavesTheQueryNearerToWhatWasClicked(long seed) {
        bringsNearer("nv-embed", "filters:\n  - margin: {share: 0.95}\n", seed);
    }

    /** UNPG: the outliers of the negatives' scores are noise, and without them the query comes nearer to what was clicked. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theWhiskersSpareFalseNegativesAndLeaveTheQueryNearerToWhatWasClicked(long seed) {
        bringsNearer("unified", "filters: whisker\n", seed);
    }

    private static void bringsNearer(String recipe, String part, long seed) {
        FreeQueries spared = queries(seed).train(Recipes.load(recipe), STEPS, 0.1);
        FreeQueries pushed = queries(seed).train(without(recipe, part), STEPS, 0.1);
        assertThat(spared.meanCosine(FALSE_NEGATIVE)).isGreaterThan(pushed.meanCosine(FALSE_NEGATIVE) + 0.15);
        assertThat(spared.meanCosine(CLICKED)).isGreaterThan(pushed.meanCosine(CLICKED) + 0.1);
    }

    /** CET: a document that is likely to be relevant counts less as a negative, the less likely it is that it was shown. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aProbableFalseNegativeIsPushedLessAndTheQueryStaysNearerToIt(long seed) {
        FreeQueries pushed = queries(seed).train(without("debiased", SHOWN), STEPS, 0.005);
        FreeQueries mostlyShown = queries(seed).train(Recipes.load("debiased"), STEPS, 0.005);
        FreeQueries halfShown = queries(seed).train(with("debiased", SHOWN, SHOWN.replace("0.9", "0.5")), STEPS, 0.005);
        for (int place : new int[] {FALSE_NEGATIVE, CLICKED}) {
            double least = place == CLICKED ? 0.0025 : 0.004;
            assertThat(mostlyShown.meanCosine(place)).isGreaterThan(pushed.meanCosine(place) + least);
            assertThat(halfShown.meanCosine(place)).isGreaterThan(mostlyShown.meanCosine(place) + least);
        }
    }

    private static FreeQueries queries(long seed) {
        return new FreeQueries(seed).withFalseNegatives(FALSE_NEGATIVE, SPREAD);
    }

    private static Recipe without(String recipe, String part) {
        return with(recipe, part, "");
    }

    private static Recipe with(String recipe, String part, String other) {
        String text = Recipes.text(recipe);
        assertThat(text).contains(part);
        return Recipes.parse("test", text.replace(part, other));
    }
}
