package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.Event;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.operators.training.StepResult.Outcome;
import io.remine.state.encoder.Encoder;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TrainerTest {

    private static final Recipe RECIPE = Recipes.parse(
            "test",
            """
            sources: {top: {to: 20}}
            loss: lambda
            optimizer: {learning-rate: 1e-2, weight-decay: 0, warmup-steps: 0}
            """);
    private static final TrainerSettings SETTINGS = new TrainerSettings(RECIPE, 1, 1_000);

    @RegisterExtension
    static final TinyControl TINY = new TinyControl();

    private Encoder encoder;
    private float[] parameters;

    @BeforeEach
    void copyEncoder() {
        encoder = TINY.control.withOwnTrainable();
        parameters = new float[encoder.trainable().size()];
        encoder.readParameters(parameters);
    }

    @AfterEach
    void closeEncoder() {
        encoder.close();
    }

    @Test
    void stepsBringTheClickedDocumentsToTheTopAndLeaveTheControlWhereItIs() {
        Trainer trainer = trainer(SETTINGS);
        List<Example> examples = examples(16);
        StepResult first = trainer.step(examples, TINY.index);
        StepResult last = first;
        for (int step = 0; step < 40; step++) {
            last = trainer.step(examples, TINY.index);
        }
        assertThat(first.outcome()).isEqualTo(Outcome.TRAINED);
        assertThat(first.prequential().mrr())
                .as("evaluated before it trains")
                .isEqualTo(first.prequential().controlMrr());
        assertThat(last.loss()).isLessThan(first.loss() / 2);
        assertThat(last.prequential().mrr()).isGreaterThan(first.prequential().mrr() + 0.1);
        assertThat(last.prequential().controlMrr())
                .isEqualTo(first.prequential().controlMrr());
    }

    @Test
    void theTensorsFollowTheFlatParameters() {
        Trainer trainer = trainer(SETTINGS);
        trainer.step(examples(8), TINY.index);
        trainer.parametersToHost();
        float[] tensors = new float[parameters.length];
        encoder.readParameters(tensors);
        assertThat(tensors).isEqualTo(parameters);
    }

    @Test
    void anExampleOfAnUnknownDocumentIsRankedAsNotFoundAndChangesNothing() {
        List<Example> known = examples(8);
        List<Example> withUnknown = new ArrayList<>(known);
        Example unknown = TinyIndex.example(9, "gone");
        withUnknown.add(unknown);

        StepResult without = trainer(SETTINGS).step(known, TINY.index);
        float[] expected = parameters.clone();
        copyEncoder();
        StepResult with = trainer(SETTINGS).step(withUnknown, TINY.index);

        assertThat(with.unknown()).containsExactly(unknown);
        assertThat(with.prequential().examples()).isEqualTo(9);
        assertThat(with.prequential().reciprocalRanks())
                .isEqualTo(without.prequential().reciprocalRanks());
        assertThat(with.loss()).isCloseTo(without.loss(), within(1e-5));
        for (int i = 0; i < expected.length; i++) {
            assertThat(parameters[i]).isCloseTo(expected[i], within(2.1e-2f));
        }
    }

    @Test
    void whatFiltersDropAndWhatIsClickedLateIsCounted() {
        Recipe recipe = Recipes.parse(
                "test",
                """
                sources: {top: {to: 20}}
                positives: always
                filters: {rank-window: {from: 3}}
                weights: late-clicks
                loss: infonce
                """);
        Trainer trainer = trainer(new TrainerSettings(recipe, 0, 1_000));
        Example first = TinyIndex.example(3);
        StepResult pushed = trainer.step(List.of(first), TINY.index);
        assertThat(pushed.events().getOrDefault(Event.DROPPED, 0)).isPositive();
        assertThat(pushed.events()).doesNotContainKey(Event.LATE_CLICK);
        int late = 0;
        for (int document = 0; document < TinyIndex.DOCUMENTS; document++) {
            if (document != 3) {
                Example click = TinyIndex.example(3, "d" + document);
                late += trainer.step(List.of(click), TINY.index).events().getOrDefault(Event.LATE_CLICK, 0);
            }
        }
        assertThat(late).as("some had served as negatives").isPositive();
    }

    @Test
    void anEmptyIndexTeachesNothing() {
        float[] before = parameters.clone();
        try (IndexView empty = TinyIndex.of(TINY.control, 1)) {
            StepResult result = trainer(SETTINGS).step(List.of(TinyIndex.example(0), TinyIndex.example(3)), empty);
            assertThat(result.outcome()).isEqualTo(Outcome.NOTHING_TO_LEARN);
            assertThat(result.unknown()).containsExactly(TinyIndex.example(3));
            assertThat(parameters).isEqualTo(before);
        }
    }

    @Test
    void whatIsNotFiniteOrTooLargeNeverReachesTheParameters() {
        float[] before = parameters.clone();
        Trainer strict = trainer(new TrainerSettings(RECIPE, 0, 1e-12));
        StepResult tooLong = strict.step(examples(8), TINY.index);
        assertThat(tooLong.outcome()).isEqualTo(Outcome.UNFIT);
        assertThat(tooLong.reason()).contains("limit 1.0E-12");
        assertThat(tooLong.prequential().examples()).isEqualTo(8);
        assertThat(parameters).isEqualTo(before);
        assertThat(strict.optimizer().steps()).isZero();

        int everyText =
                parameters.length - 1; // of the last layer's bias; an embedding is read where its token stands only
        parameters[everyText] = Float.NaN;
        Trainer broken = trainer(SETTINGS);
        StepResult notFinite = broken.step(examples(8), TINY.index);
        assertThat(notFinite.outcome()).isEqualTo(Outcome.UNFIT);
        assertThat(notFinite.reason()).contains("not finite");
        before[everyText] = Float.NaN;
        assertThat(parameters).isEqualTo(before);
        assertThat(broken.optimizer().firstMoments()).containsOnly(0f);
    }

    @Test
    void onlyASampledShareIsRankedByTheControlAndAlwaysTheSame() {
        TrainerSettings half = new TrainerSettings(RECIPE, 0.5, 1_000);
        Trainer trainer = trainer(half);
        Prequential once = trainer.step(examples(32), TINY.index).prequential();
        Prequential again = trainer.step(examples(32), TINY.index).prequential();
        assertThat(once.sampled()).isBetween(6L, 26L).isEqualTo(again.sampled());
        assertThat(once.examples()).isEqualTo(32);
        assertThat(trainer(new TrainerSettings(RECIPE, 0, 1_000))
                        .step(examples(32), TINY.index)
                        .prequential()
                        .sampled())
                .isZero();
    }

    private Trainer trainer(TrainerSettings settings) {
        return new Trainer(
                encoder,
                TINY.control,
                parameters,
                new AdamW(settings.recipe().optimizer(), parameters.length),
                settings,
                0);
    }

    private static List<Example> examples(int count) {
        Example[] examples = new Example[count];
        Arrays.setAll(examples, TinyIndex::example);
        return List.of(examples);
    }
}
