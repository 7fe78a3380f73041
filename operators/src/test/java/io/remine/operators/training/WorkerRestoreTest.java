package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.lineage.Lineage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers whose state is more than parameters and moments. */
class WorkerRestoreTest {

    private static final int EXAMPLES = 45;

    @RegisterExtension
    static final TinyControl TINY = new TinyControl();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sources: {stale: {every: 3, to: 8}}",
                "sources: {momentum: {decay: 0.9, to: 8}}",
                "sources: {top: {to: 8}}\nmicro-batches: {neighbours: 3}"
            })
    void aWorkerRestoredAnywhereGoesOnToTheBit(String sources) {
        WorkerState undisturbed = train(fresh(), sources, 0, EXAMPLES);
        for (int interruption : new int[] {2, 17, 30}) {
            WorkerState left = throughBytes(train(fresh(), sources, 0, interruption));
            WorkerState actual = train(left, sources, interruption, EXAMPLES);
            assertThat(actual.parameters()).isEqualTo(undisturbed.parameters());
            assertThat(actual.held()).isEqualTo(undisturbed.held());
            assertThat(actual.planned()).isEqualTo(undisturbed.planned());
            assertThat(actual.tally().trained()).isEqualTo(undisturbed.tally().trained());
        }
    }

    @Test
    void withoutItsCopyARestoredWorkerWouldMineOtherNegatives() {
        String sources = "sources: {stale: {every: 100, to: 8}}";
        WorkerState undisturbed = train(fresh(), sources, 0, EXAMPLES);
        WorkerState left = throughBytes(train(fresh(), sources, 0, 30));
        WorkerState forgetful = new WorkerState(
                left.worker(),
                left.parallelism(),
                left.arithmetic(),
                left.ancestry(),
                left.generation(),
                left.adopted(),
                left.manifest(),
                left.tally(),
                left.held(),
                left.drift(),
                left.step(),
                left.base(),
                left.parameters(),
                left.firstMoments(),
                left.secondMoments(),
                left.pending(),
                left.numbers(),
                left.planned(),
                Map.of(),
                List.of(),
                0);
        assertThat(train(forgetful, sources, 30, EXAMPLES).parameters()).isNotEqualTo(undisturbed.parameters());
    }

    @Test
    void microBatchesOfNeighboursTrainOnEveryExampleOnce() {
        String sources = "sources: {top: {to: 8}}\nmicro-batches: {neighbours: 3}";
        WorkerState state = train(fresh(), sources, 0, EXAMPLES);
        Lineage held = state.held().stream()
                .reduce(Lineage.NONE, (lineage, example) -> lineage.plus(example.hash()), Lineage::plus);
        Lineage all = Lineage.NONE;
        for (int i = 0; i < EXAMPLES; i++) {
            all = all.plus(TinyIndex.example(i).hash());
        }
        assertThat(state.held()).hasSizeBetween(4, 11);
        assertThat(state.tally().trained().plus(held)).isEqualTo(all);
    }

    /** Temperature, lengths of gradients, parameters and moments all decide what a step does. */
    @Test
    void aLearntTemperatureAndTheMemoryOfAClipGoOnToTheBit() {
        Recipe learnt = Recipes.parse(
                "test",
                """
                sources: {top: {to: 8}}
                loss: infonce
                temperature: {learn: true, start: 0.05, from: 0.01, to: 0.2, rate: 0.05}
                optimizer: {learning-rate: 1e-2, weight-decay: 0, warmup-steps: 0, clip-percentile: 20, clip-window: 6}
                """);
        WorkerState undisturbed = train(fresh(), learnt, 0, EXAMPLES);
        WorkerState left = train(fresh(), learnt, 0, 30);
        RecipeNumbers written = throughBytes(left).numbers();
        assertThat(written).isEqualTo(left.numbers());
        assertThat(written.get("temperature", 0)[0]).as("has moved").isNotEqualTo(0.05);
        assertThat(written.get("clip", new double[7]))
                .as("7 steps and the last 6 lengths")
                .startsWith(7);

        WorkerState actual = train(throughBytes(left), learnt, 30, EXAMPLES);
        assertThat(actual.parameters()).isEqualTo(undisturbed.parameters());
        assertThat(actual.numbers()).isEqualTo(undisturbed.numbers());

        for (String forgotten : List.of("temperature", "clip")) {
            WorkerState forgetful = throughBytes(left);
            double[] numbers = forgetful.numbers().get(forgotten, new double[forgotten.equals("clip") ? 7 : 1]);
            Arrays.fill(numbers, 0, 1, forgotten.equals("clip") ? 0 : 0.05);
            assertThat(train(forgetful, learnt, 30, EXAMPLES).parameters())
                    .as("without the memory of the %s", forgotten)
                    .isNotEqualTo(undisturbed.parameters());
        }
    }

    private static WorkerState train(WorkerState state, String sources, int from, int to) {
        String others =
                """

                loss: lambda
                optimizer: {learning-rate: 1e-2, weight-decay: 0, warmup-steps: 0}
                """;
        return train(state, Recipes.parse("test", sources + others), from, to);
    }

    private static WorkerState train(WorkerState state, Recipe recipe, int from, int to) {
        return TinyWorker.train(
                state,
                recipe,
                TINY.control,
                TINY.index,
                new HeapPairStore(),
                IntStream.range(from, to).mapToObj(TinyIndex::example).toList());
    }

    private static WorkerState throughBytes(WorkerState state) {
        return TinyWorker.throughBytes(state);
    }

    private static WorkerState fresh() {
        return TinyWorker.fresh(TINY.control);
    }
}
