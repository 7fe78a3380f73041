package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.memory.PairStore;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.operators.training.StepResult.Outcome;
import io.remine.state.encoder.Encoder;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.SuppliedNegative;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe that comes with Remine, over real parts. */
class RecipesTrainTest {

    private static final int MICRO_BATCH = 16;
    private static final int STEPS = 40;

    @RegisterExtension
    static final TinyControl TINY = new TinyControl();

    @ParameterizedTest
    @MethodSource("recipes")
    void itBringsTheClickedDocumentsTowardsTheTop(String name) {
        TrainerSettings settings = new TrainerSettings(quick(name), 1, 1_000);
        List<Example> examples = IntStream.range(0, MICRO_BATCH)
                .mapToObj(RecipesTrainTest::example)
                .toList();
        try (Encoder encoder = TINY.control.withOwnTrainable()) {
            float[] parameters = new float[encoder.trainable().size()];
            encoder.readParameters(parameters);
            AdamW optimizer = new AdamW(settings.recipe().optimizer(), parameters.length);
            Trainer trainer = new Trainer(encoder, TINY.control, parameters, optimizer, settings, 0);
            StepResult first = trainer.step(examples, TINY.index);
            StepResult last = first;
            for (int step = 0; step < STEPS; step++) {
                last = trainer.step(examples, TINY.index);
                assertThat(last.outcome())
                        .as("step %d: %s", step, last.reason())
                        .isEqualTo(Outcome.TRAINED);
            }
            assertThat(last.loss()).isLessThan(first.loss());
            for (float parameter : parameters) {
                assertThat(parameter).isFinite();
            }
            assertThat(last.prequential().mrr())
                    .isGreaterThan(first.prequential().mrr() + 0.1);
            assertThat(last.prequential().controlMrr())
                    .isEqualTo(first.prequential().controlMrr());
        }
    }

    /** What the recipe remembers of pairs is keyed state, which stays as it is here. */
    @ParameterizedTest
    @MethodSource("recipes")
    void fromACheckpointItGoesOnToTheBit(String name) {
        Recipe recipe = quick(name);
        List<Example> examples =
                IntStream.range(0, 60).mapToObj(RecipesTrainTest::example).toList();
        PairStore undisturbed = new HeapPairStore();
        PairStore interrupted = new HeapPairStore();
        WorkerState expected = TinyWorker.train(
                TinyWorker.fresh(TINY.control), recipe, TINY.control, TINY.index, undisturbed, examples);
        WorkerState left = TinyWorker.train(
                TinyWorker.fresh(TINY.control), recipe, TINY.control, TINY.index, interrupted, examples.subList(0, 42));
        WorkerState actual = TinyWorker.train(
                TinyWorker.throughBytes(left), recipe, TINY.control, TINY.index, interrupted, examples.subList(42, 60));
        assertThat(left.step()).isPositive();
        assertThat(actual.step()).isEqualTo(expected.step()).isGreaterThan(left.step());
        assertThat(actual.parameters())
                .isEqualTo(expected.parameters())
                .isNotEqualTo(TinyWorker.fresh(TINY.control).parameters());
        assertThat(actual.numbers()).isEqualTo(expected.numbers());
        assertThat(actual.held()).isEqualTo(expected.held());
    }

    static List<String> recipes() {
        return Recipes.NAMES;
    }

    /** The recipe, at a rate with which a tiny encoder learns in a few steps. */
    private static Recipe quick(String name) {
        String optimizer = "optimizer: {learning-rate: 3e-3, weight-decay: 0, warmup-steps: 0}\n";
        String others = Recipes.text(name)
                .lines()
                .filter(line -> !line.startsWith("optimizer:"))
                .reduce("", (text, line) -> text + line + "\n");
        return Recipes.parse(name, others + optimizer);
    }

    /** With negatives as others supply them. */
    private static Example example(int number) {
        Example one = TinyIndex.example(number);
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
                one.shownAt(),
                one.scopes(),
                List.of(
                        new SuppliedNegative.Stored(new DocumentId("d" + (number + 8) % TinyIndex.DOCUMENTS), "test"),
                        new SuppliedNegative.Written("cloud " + one.text() + " without an answer", "test")));
    }
}
