package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers whose state is more than parameters and moments. */
class WorkerRestoreTest {

    private static final int EXAMPLES = 45;

    private static Encoder control;
    private static IndexView index;

    @BeforeAll
    static void buildIndex() {
        control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
        index = TinyIndex.of(control);
    }

    @AfterAll
    static void closeIndex() {
        index.close();
        control.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sources: {stale: {every: 3, to: 8}}",
                "sources: {momentum: {decay: 0.9, to: 8}}",
                "sources: {top: {to: 8}}\nmicro-batches: {neighbours: 3}"
            })
    void aWorkerRestoredAnywhereGoesOnToTheBit(String sources) throws IOException {
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
    void withoutItsCopyARestoredWorkerWouldMineOtherNegatives() throws IOException {
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
                Map.of());
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

    private static WorkerState train(WorkerState state, String sources, int from, int to) {
        Recipe recipe = Recipes.parse(
                "test",
                sources
                        + """

                        loss: lambda
                        optimizer: {learning-rate: 1e-2, weight-decay: 0, warmup-steps: 0}
                        """);
        TrainOperatorSettings settings =
                new TrainOperatorSettings(new TrainerSettings(recipe, 0, 1_000), 4, 0, 5_000, true);
        try (Encoder encoder = control.withOwnTrainable();
                Worker worker = new Worker(state, settings, encoder, control, new HeapPairStore(), List.of())) {
            for (int i = from; i < to; i++) {
                Example example = TinyIndex.example(i);
                worker.add(example);
                while (worker.isBatchComplete()) {
                    worker.train(index);
                }
            }
            return worker.state();
        }
    }

    private static WorkerState throughBytes(WorkerState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WorkerStateFormat.write(state, out);
        return WorkerStateFormat.read(new ByteArrayInputStream(out.toByteArray()), state.parameters().length);
    }

    private static WorkerState fresh() {
        float[] first = new float[control.trainable().size()];
        control.readParameters(first);
        return new WorkerStart(0, 1, Arithmetic.BIT_PATTERN, Ancestry.fresh(new TimelineId("life")), Generation.FIRST)
                .state(List.of(), first);
    }
}
