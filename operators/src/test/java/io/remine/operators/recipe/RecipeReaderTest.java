package io.remine.operators.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.loss.LambdaLoss;
import io.remine.operators.loss.SumLoss;
import io.remine.operators.loss.TrustLoss;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.TopSource;
import io.remine.operators.part.RecipeException;
import io.remine.state.optimizer.AdamWSettings;
import io.remine.state.optimizer.Clip;
import io.remine.state.optimizer.Schedule;
import java.util.List;
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
        assertThat(recipe.temperature()).isEqualTo(Temperature.fixed(0.1));
    }

    @Test
    void severalLossesAreSummedByTheirShares() {
        Recipe recipe =
                Recipes.parse("r", "sources: top\nloss: [lambda: {share: 20, cut: 10}, infonce, trust: {share: 2}]\n");
        assertThat(recipe.loss())
                .isEqualTo(new SumLoss(List.of(
                        new SumLoss.Term(new LambdaLoss(10), 20),
                        new SumLoss.Term(new InfoNceLoss(), 1),
                        new SumLoss.Term(new TrustLoss(), 2))));
        assertThat(recipe.needsTeacher()).isTrue();
        assertRefused("sources: top\nloss:\n  - infonce: {share: 0}\n", "line 3", "share of infonce is '0'");
        assertRefused("sources: [top, static]\nloss: [infonce, lambda]\n", "second ranking", "lambda");
    }

    @Test
    void schedulesHaveAFloorAndConstantRatesHaveNone() {
        assertThat(optimizer("{}").schedule()).isEqualTo(Schedule.CONSTANT);
        assertThat(optimizer("{schedule: cycles, schedule-steps: 400}").schedule())
                .isEqualTo(new Schedule.Cycles(400, 0.1));
        assertThat(optimizer("{schedule: inverse-square-root, floor: 0.2}").schedule())
                .isEqualTo(new Schedule.InverseSquareRoot(1_000, 0.2));
        assertRefused("sources: top\nloss: lambda\noptimizer: {schedule: cosine}\n", "line 3", "inverse-square-root");
        assertRefused(
                "sources: top\nloss: lambda\noptimizer: {floor: 0.1}\n",
                "line 3",
                "floor, but the learning rate is constant",
                "add 'schedule: cycles'");
    }

    @Test
    void aClipIsALengthOrAPercentileButNotBoth() {
        assertThat(optimizer("{clip-norm: 2}").clip()).isEqualTo(new Clip.Norm(2));
        assertThat(optimizer("{clip-percentile: 50, clip-window: 100}").clip()).isEqualTo(new Clip.Percentile(50, 100));
        assertRefused(
                "sources: top\nloss: lambda\noptimizer: {clip-percentile: 50, clip-norm: 1}\n",
                "line 3",
                "both clip-norm and clip-percentile; keep one");
        assertRefused(
                "sources: top\nloss: lambda\noptimizer: {clip-window: 50}\n", "line 3", "add 'clip-percentile: 50'");
    }

    @Test
    void aTemperatureIsFixedOrLearntWithinBounds() {
        assertThat(temperature("{start: 0.1}")).isEqualTo(Temperature.fixed(0.1));
        assertThat(temperature("{learn: true, from: 0.02, to: 0.1, rate: 0.01}"))
                .isEqualTo(new Temperature(0.05, 0.02, 0.1, 0.01));
        String recipe = "sources: top\nloss: infonce\ntemperature: ";
        assertRefused(recipe + "{from: 0.02}\n", "line 3", "from, but it is not learnt", "add 'learn: true'");
        assertRefused(recipe + "{learn: true, start: 0.3}\n", "line 3", "starts at 0.3", "move a bound");
        assertRefused(recipe + "{learn: true, hot: 1}\n", "line 3", "no parameter 'hot'");
    }

    @Test
    void dimensionsRise() {
        String recipe = "sources: top\nloss: infonce\ndimensions: ";
        assertThat(Recipes.parse("r", recipe + "[64, 128]\n").dimensions()).containsExactly(64, 128);
        assertRefused(recipe + "[128, 64]\n", "line 3", "whole numbers that rise");
        assertRefused(recipe + "[64.5]\n", "line 3", "whole numbers that rise");
        assertRefused(recipe + "64\n", "line 3", "a list of numbers");
    }

    private static Temperature temperature(String yaml) {
        return Recipes.parse("r", "sources: top\nloss: infonce\ntemperature: %s\n".formatted(yaml))
                .temperature();
    }

    private static AdamWSettings optimizer(String yaml) {
        return Recipes.parse("r", "sources: top\nloss: lambda\noptimizer: %s\n".formatted(yaml))
                .optimizer();
    }

    @Test
    void whatIsUnknownIsRefusedWithItsLineAndTheChoices() {
        assertRefused("sources: top\nloss: lamda\n", "recipe r, line 2", "no loss 'lamda'", "lambda");
        assertRefused("sources: top\nloss: lambda\nlose: 1\n", "line 3", "no section 'lose'", "loss");
        assertRefused("sources: {top: {too: 1}}\nloss: lambda\n", "line 1", "no parameter 'too'", "to");
        assertRefused("loss: lambda\n", "no sources of negatives", "add 'sources: [top]'");
        assertRefused("sources: top\n", "no loss", "loss: lambda");
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
    void aSourceWithoutRanksIsRefusedForALossOverRanks() {
        for (String source : List.of("in-batch", "random", "external", "clustered")) {
            assertRefused(
                    "loss: lambda\nsources: " + source,
                    "line 2",
                    source + " gives no ranks, which the loss lambda needs",
                    "take another loss, or the source top");
        }
        for (String source : List.of("static", "stale", "momentum", "scoped")) {
            assertThat(Recipes.parse("r", "loss: lambda\nsources: " + source).sources())
                    .hasSize(1);
        }
    }

    @Test
    void microBatchesAreAsTheyArriveUnlessNeighboursAreAskedFor() {
        assertThat(Recipes.parse("r", "sources: top\nloss: lambda\n").microBatches())
                .isEqualTo(MicroBatches.IN_ORDER);
        assertThat(Recipes.parse("r", "sources: top\nloss: lambda\nmicro-batches: {neighbours: 8}\n")
                        .microBatches())
                .isEqualTo(new MicroBatches(8));
        assertRefused("sources: top\nloss: lambda\nmicro-batches: {neighbours: 65}\n", "line 3", "'65'", "1 to 64");
        assertRefused("sources: top\nloss: lambda\nmicro-batches: 8\n", "line 3", "micro-batches", "'8'");
        assertRefused("sources: top\nloss: lambda\nmicro-batches: {near: 8}\n", "no parameter 'near'", "neighbours");
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
