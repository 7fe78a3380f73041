package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.model.BitDifference;
import io.remine.state.optimizer.AdamW;
import io.remine.state.optimizer.Descent;
import io.remine.state.optimizer.HostDescent;
import io.remine.state.record.Example;
import io.remine.state.tensor.FlatTensors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What one worker's poison does: nothing beyond its own micro-batches. */
class PoisonedWorkerTest {

    private static final int BATCH = 4;
    private static final int SLICE = 5_000;
    private static final Recipe RECIPE = Recipes.parse(
            "test",
            """
            sources: {top: {to: 20}}
            loss: lambda
            optimizer: {learning-rate: 1e-2, warmup-steps: 0}
            """);

    @RegisterExtension
    static final TinyControl TINY = TinyControl.onHost();

    @Test
    void aWorkerWhoseWeightsBecomeNaNSkipsOneMicroBatchAndTrainsOnFromTheBase() {
        PoisonAt second = new PoisonAt(2, Float.NaN);
        try (Encoder encoder = TINY.control.withOwnTrainable();
                Worker worker = worker(encoder, 1_000, second)) {
            assertThat(train(worker, 0).outcome()).isEqualTo(StepResult.Outcome.TRAINED);
            assertThat(train(worker, 1).outcome()).as("leaves NaN behind").isEqualTo(StepResult.Outcome.TRAINED);
            assertThat(worker.takeUnusable()).isEmpty();

            assertThat(train(worker, 2).outcome()).isEqualTo(StepResult.Outcome.UNFIT);
            assertThat(worker.takeUnusable()).extracting(Unusable::example).containsExactlyElementsOf(examples(2));
            assertThat(worker.timesBackToBase()).isEqualTo(1);
            assertThat(worker.state().parameters()).isEqualTo(first());
            assertThat(worker.state().secondMoments()).containsOnly(0f);
            assertThat(worker.state().step()).isEqualTo(2);

            assertThat(train(worker, 3).outcome()).isEqualTo(StepResult.Outcome.TRAINED);
            RoundReport report = worker.report(1);
            assertThat(published(report)).isEqualTo(worker.state().parameters()).isNotEqualTo(first());
            assertFinite(published(report));
            assertThat(report.summary().orElseThrow().skippedSteps()).isEqualTo(1);
            assertThat(report.summary().orElseThrow().trained().examples()).isEqualTo(4 * BATCH);
        }
    }

    @Test
    void nothingThatIsNotFiniteIsHandedInThoughTheBarrierComesRightAfterTheStep() {
        for (float poison : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            try (Encoder encoder = TINY.control.withOwnTrainable();
                    Worker worker = worker(encoder, 1_000, new PoisonAt(2, poison))) {
                train(worker, 0);
                RoundReport good = worker.report(1);
                train(worker, 1);
                RoundReport bad = worker.report(2);
                float[] published = published(good);
                assertThat(bad.progress())
                        .allSatisfy(slice -> assertThat(slice.values()).containsOnly(0));
                assertThat(worker.state().parameters())
                        .as("the base and the round that was handed in")
                        .isEqualTo(published);
                assertThat(worker.timesBackToBase()).isEqualTo(1);
                assertThat(train(worker, 2).outcome()).isEqualTo(StepResult.Outcome.TRAINED);
            }
        }
    }

    @Test
    void explodingGradientsAreSkippedAndAfterSoManyInARowTheWorkerGoesBackToBase() {
        try (Encoder encoder = TINY.control.withOwnTrainable();
                Worker worker = worker(encoder, 1e-12, Descent.WHERE_THE_MODEL_IS)) {
            for (int batch = 0; batch < Worker.MAX_UNFIT_IN_A_ROW; batch++) {
                assertThat(worker.timesBackToBase()).isZero();
                StepResult result = train(worker, batch);
                assertThat(result.outcome()).isEqualTo(StepResult.Outcome.UNFIT);
                assertThat(worker.takeUnusable()).hasSize(BATCH).allSatisfy(left -> assertThat(left.reason())
                        .contains("its micro-batch was skipped")
                        .contains("limit 1.0E-12"));
            }
            assertThat(worker.timesBackToBase()).isEqualTo(1);
            assertThat(worker.state().unfitInARow()).isZero();
            RoundReport report = worker.report(1);
            assertThat(published(report)).isEqualTo(first());
            assertThat(report.summary().orElseThrow().skippedSteps()).isEqualTo(Worker.MAX_UNFIT_IN_A_ROW);
        }
    }

    private static StepResult train(Worker worker, int batch) {
        examples(batch).forEach(worker::add);
        return worker.train(TINY.index, 0);
    }

    private static List<Example> examples(int batch) {
        return IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                .mapToObj(TinyIndex::example)
                .toList();
    }

    private static float[] first() {
        float[] first = new float[TINY.control.trainable().size()];
        TINY.control.readParameters(first);
        return first;
    }

    /** What the base becomes with this progress. */
    private static float[] published(RoundReport report) {
        float[] base = first();
        report.progress().forEach(slice -> BitDifference.apply(slice.values(), base, slice.slice() * SLICE));
        return base;
    }

    private static void assertFinite(float[] values) {
        for (float value : values) {
            assertThat(Float.isFinite(value)).isTrue();
        }
    }

    private static Worker worker(Encoder encoder, double maxGradientNorm, Descent.Factory descents) {
        TrainOperatorSettings settings =
                new TrainOperatorSettings(new TrainerSettings(RECIPE, 0, maxGradientNorm), BATCH, 0, SLICE, true);
        return new Worker(
                TinyWorker.fresh(TINY.control),
                settings,
                encoder,
                TINY.control,
                new HeapPairStore(),
                List.of(),
                descents);
    }

    /** Leaves a value in the parameters at one step, as a fault of the device or of an operator would. */
    private static final class PoisonAt implements Descent.Factory {

        private final int step;
        private final float poison;
        private int steps;

        PoisonAt(int step, float poison) {
            this.step = step;
            this.poison = poison;
        }

        @Override
        public Descent of(AdamW optimizer, float[] parameters, FlatTensors model) {
            HostDescent descent = new HostDescent(optimizer, parameters, model);
            return new Descent() {

                @Override
                public double take(FlatTensors gradient) {
                    return descent.take(gradient);
                }

                @Override
                public void step(double kept) {
                    descent.step(kept);
                    steps++;
                    if (steps == step) {
                        parameters[parameters.length - 1] = poison;
                        descent.parametersChanged();
                    }
                }

                @Override
                public void parametersChanged() {
                    descent.parametersChanged();
                }

                @Override
                public void parametersToHost() {
                    descent.parametersToHost();
                }

                @Override
                public void momentsToHost() {
                    descent.momentsToHost();
                }

                @Override
                public void close() {
                    descent.close();
                }
            };
        }
    }
}
