package io.remine.operators.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.loss.LambdaLoss;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.TopSource;
import org.junit.jupiter.api.Test;

class RecipeReaderTest {

    @Test
    void everyRecipeThatComesWithRemineCanBeRead() {
        for (String name : Recipes.NAMES) {
            Recipe recipe = Recipes.load(name);
            assertThat(recipe.name()).isEqualTo(name);
            assertThat(recipe.about()).as(name).isNotBlank();
        }
    }

    @Test
    void aPartIsANameOrANameWithParameters() {
        Recipe recipe = Recipes.parse(
                "r",
                """
                sources: top
                loss:
                  lambda: {cut: 10}
                temperature: 0.1
                """);
        assertThat(recipe.sources()).containsExactly(new TopSource(Miner.CURRENT, 1, 200, 0));
        assertThat(recipe.loss()).isEqualTo(new LambdaLoss(10));
        assertThat(recipe.positives()).isEqualTo(Positives.WHEN_NONE_FOUND);
        assertThat(recipe.temperature()).isEqualTo(0.1);
    }

    @Test
    void whatIsUnknownIsRefusedWithItsLineAndTheChoices() {
        assertRefused("sources: top\nloss: lamda\n", "recipe r, line 2", "no loss 'lamda'", "lambda");
        assertRefused("sources: top\nloss: lambda\nlose: 1\n", "line 3", "no section 'lose'", "loss");
        assertRefused("sources: {top: {too: 1}}\nloss: lambda\n", "line 1", "no parameter 'too'", "to");
        assertRefused("loss: lambda\n", "no sources of negatives", "add 'sources: [top]'");
        assertRefused("sources: top\n", "must be one", "loss: lambda");
    }

    @Test
    void whatIsOutOfBoundsIsRefusedWithItsBounds() {
        assertRefused(
                "loss: lambda\nsources:\n  - top: {to: 0}\n", "line 3", "to of top is '0'", "whole number from 1 to");
        assertRefused("sources: top\nloss: lambda\ntemperature: hot\n", "line 3", "'hot'", "a number from");
        assertRefused("sources: {top: {from: 9, to: 8}}\nloss: lambda\n", "line 1", "ranks 9 to 8");
        assertRefused("sources: top\nloss: lambda\noptimizer: {learning-rate: 0}\n", "line 3", "learning-rate");
    }

    @Test
    void whatContradictsItselfIsRefusedWithTheRemedy() {
        assertRefused(
                "loss: lambda\nsources:\n  - top\n  - static\n", "line 4", "a second ranking", "take another loss");
        assertRefused(
                "sources: top\nloss: infonce\nfilters:\n  - rank-window: {from: 9, to: 8}\n", "line 4", "swap them");
    }

    @Test
    void whatIsNotYamlIsRefusedWithItsLine() {
        assertRefused("sources: [top\nloss: lambda\n", "recipe r, line", "not YAML");
        assertRefused("", "nothing is written");
        assertRefused("loss: lambda\nloss: lambda\n", "line 2");
        assertThatThrownBy(() -> Recipes.load("ador"))
                .hasMessageContaining("no recipe 'ador'")
                .hasMessageContaining("adore");
    }

    private static void assertRefused(String yaml, String... parts) {
        assertThatThrownBy(() -> Recipes.parse("r", yaml))
                .isInstanceOf(RecipeException.class)
                .satisfies(error -> assertThat(error.getMessage()).contains(parts));
    }
}
