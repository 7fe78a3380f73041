package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.device.DeviceChoice;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.ProductPrecision;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.BitDifference;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrainOperatorTest {

    private static final TimelineId FIRST_LIFE = new TimelineId("first");
    private static final TimelineId SECOND_LIFE = new TimelineId("second");
    private static final int MICRO_BATCH = 4;
    private static final int SLICE = 5_000;
    private static final long DOCUMENT_WAIT_MILLIS = 1_000;

    private static FakeTraining training;

    private final List<OneInputStreamOperatorTestHarness<Example, ProgressSlice>> open = new ArrayList<>();

    @BeforeAll
    static void buildIndex() {
        training = new FakeTraining();
    }

    @AfterAll
    static void closeIndex() {
        training.close();
    }

    @AfterEach
    void closeHarnesses() throws Exception {
        training.clearLog();
        for (var harness : open) {
            harness.close();
        }
    }

    @Test
    void aRestoreInMidMicroBatchGoesOnToTheBit() throws Exception {
        var undisturbed = start(FIRST_LIFE, 0, null, 1, 0);
        feed(undisturbed, 0, 22);
        float[] expected = parametersAfterFinish(undisturbed, 0);

        var first = start(FIRST_LIFE, 0, null, 1, 0);
        feed(first, 0, 10); // two micro-batches and a half
        OperatorSubtaskState snapshot = snapshot(first, 1);
        feed(first, 10, 17); // lost with the task

        var second = start(FIRST_LIFE, 0, snapshot, 1, 1);
        feed(second, 10, 22);
        float[] base = training.first();
        add(base, progress(first, 1));
        float[] actual = base;
        second.getOperator().finish();
        add(actual, progress(second, 2));
        assertThat(actual).isEqualTo(expected);
        assertThat(summaries(second).get(0).trained()).isEqualTo(lineage(8, 22));
    }

    @Test
    void whatARecipeRemembersIsRestoredToo() throws Exception {
        TrainOperatorSettings settings = settings(
                """
                sources: {top: {to: 20}}
                weights:
                  - denoised: {warm-up: 2, above: 0.1}
                  - late-clicks
                loss: infonce
                optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                """,
                0);
        var undisturbed = keyed(settings);
        undisturbed.open();
        feed(undisturbed, 0, 22);
        float[] expected = parametersAfterFinish(undisturbed, 0);

        var first = keyed(settings);
        first.open();
        feed(first, 0, 10);
        OperatorSubtaskState snapshot = snapshot(first, 1);
        var second = keyed(settings);
        second.setRestoredCheckpointId(1);
        second.initializeState(snapshot);
        second.open();
        feed(second, 10, 22);
        float[] actual = training.first();
        add(actual, progress(first, 1));
        second.getOperator().finish();
        add(actual, progress(second, 2));
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void aRecipeThatRemembersPairsRefusesAStreamWithoutKeys() throws Exception {
        TrainOperatorSettings settings = settings("sources: top\nloss: lambda\nweights: late-clicks\n", 0);
        var harness = new OneInputStreamOperatorTestHarness<>(
                new TrainOperator(FIRST_LIFE, Generation.FIRST, settings, training, TrainingProbe.NONE), 4, 1, 0);
        assertThatThrownBy(harness::open).hasMessageContaining("keyed by the query's text");
    }

    @Test
    void whatIsHeldBackIsSaidAndNotCounted() throws Exception {
        var harness = start(FIRST_LIFE, 0, null, 1, 0);
        feed(harness, 0, 6);
        harness.prepareSnapshotPreBarrier(1);
        RoundSummary summary = summaries(harness).get(0);
        assertThat(summary.trained()).isEqualTo(lineage(0, 4));
        assertThat(summary.held())
                .containsExactly(new InputPosition("examples", 0, 4), new InputPosition("examples", 0, 5));
        assertThat(progress(harness, 1)).hasSizeGreaterThan(1).allSatisfy(slice -> {
            assertThat(slice.examples()).isEqualTo(4);
            assertThat(slice.arithmetic()).isEqualTo(Arithmetic.BIT_PATTERN);
        });
        harness.prepareSnapshotPreBarrier(2);
        assertThat(summaries(harness)).as("nothing new").hasSize(1);
        assertThat(progress(harness, 2)).isEmpty();
    }

    @Test
    void theEndOfTheInputTrainsAndHandsInTheRest() throws Exception {
        var harness = start(FIRST_LIFE, 0, null, 1, 0);
        feed(harness, 0, 4);
        harness.prepareSnapshotPreBarrier(3);
        feed(harness, 4, 5);
        harness.getOperator().finish();
        assertThat(progress(harness, 4)).isNotEmpty();
        assertThat(summaries(harness).get(1).trained()).isEqualTo(lineage(4, 5));
        assertThat(summaries(harness).get(1).held()).isEmpty();
        harness.prepareSnapshotPreBarrier(5);
        assertThat(summaries(harness)).hasSize(2);
    }

    @Test
    void theEndOfTheInputHandsInEvenWhenVersionsAreLate() throws Exception {
        var harness = start(FIRST_LIFE, 0, null, 1, 0);
        int rounds = Replica.MAX_PENDING + 1;
        for (int round = 1; round <= rounds; round++) {
            feed(harness, (round - 1) * MICRO_BATCH, round * MICRO_BATCH);
            harness.prepareSnapshotPreBarrier(round);
        }
        assertThat(progress(harness, rounds)).as("waits for a version").isEmpty();
        harness.getOperator().finish();
        assertThat(progress(harness, rounds + 1)).isNotEmpty();
        Lineage trained = summaries(harness).stream().map(RoundSummary::trained).reduce(Lineage.NONE, Lineage::plus);
        assertThat(trained).isEqualTo(lineage(0, rounds * MICRO_BATCH));
    }

    @Test
    void anIncompleteMicroBatchTrainsWhenItIsOldEnough() throws Exception {
        var harness = start(FIRST_LIFE, 1_000, null, 1, 0);
        feed(harness, 0, 2);
        harness.setProcessingTime(999);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(progress(harness, 1)).isEmpty();
        harness.setProcessingTime(1_000);
        harness.prepareSnapshotPreBarrier(2);
        assertThat(summaries(harness).get(1).trained()).isEqualTo(lineage(0, 2));
    }

    @Test
    void neighboursThatAreCollectedTrainOneMicroBatchAtATimeWhenNothingComes() throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                operator(FIRST_LIFE, 1_000, TrainingProbe.NONE, "micro-batches: {neighbours: 3}"));
        open.add(harness);
        harness.open();
        feed(harness, 0, 10);
        long[] trained = new long[4];
        for (int second = 0; second < trained.length; second++) {
            harness.setProcessingTime(1_000L * second);
            harness.prepareSnapshotPreBarrier(second + 1);
            trained[second] = summaries(harness).stream()
                    .mapToLong(summary -> summary.trained().examples())
                    .sum();
        }
        assertThat(trained).containsExactly(0, 4, 8, 10);
    }

    @Test
    void aRestoreAmongCollectedNeighboursTrainsEveryExampleOnceAndGoesOnToTheBit() throws Exception {
        String neighbours = "micro-batches: {neighbours: 3}";
        var undisturbed =
                new OneInputStreamOperatorTestHarness<>(operator(FIRST_LIFE, 0, TrainingProbe.NONE, neighbours));
        open.add(undisturbed);
        undisturbed.open();
        feed(undisturbed, 0, 30);
        float[] expected = parametersAfterFinish(undisturbed, 0);

        var first = new OneInputStreamOperatorTestHarness<>(operator(FIRST_LIFE, 0, TrainingProbe.NONE, neighbours));
        open.add(first);
        first.open();
        feed(first, 0, 18);
        OperatorSubtaskState snapshot = snapshot(first, 1);
        assertThat(summaries(first).get(0).held()).hasSize(10);

        var second = new OneInputStreamOperatorTestHarness<>(operator(FIRST_LIFE, 0, TrainingProbe.NONE, neighbours));
        open.add(second);
        second.setRestoredCheckpointId(1);
        second.initializeState(snapshot);
        second.open();
        feed(second, 18, 30);
        second.getOperator().finish();
        float[] actual = training.first();
        add(actual, progress(first, 1));
        add(actual, progress(second, 2));
        assertThat(actual).isEqualTo(expected);
        assertThat(summaries(first)
                        .get(0)
                        .trained()
                        .plus(summaries(second).get(0).trained()))
                .isEqualTo(lineage(0, 30));
    }

    @Test
    void ownProgressThatComesBackAsAVersionChangesNothing() throws Exception {
        var undisturbed = start(FIRST_LIFE, 0, null, 1, 0);
        feed(undisturbed, 0, 12);
        float[] expected = parametersAfterFinish(undisturbed, 0);

        var harness = start(FIRST_LIFE, 0, null, 1, 0);
        feed(harness, 0, 8);
        harness.prepareSnapshotPreBarrier(1);
        float[] base = training.first();
        float[] next = base.clone();
        add(next, progress(harness, 1));
        training.publish(Optional.empty(), new ModelVersion(FIRST_LIFE, 1), List.of(BitDifference.between(base, next)));
        harness.setProcessingTime(50);
        feed(harness, 8, 12);
        harness.getOperator().finish();
        add(next, progress(harness, 2));
        assertThat(next).isEqualTo(expected);
        assertThat(summaries(harness).get(1).driftFromBase()).isZero();
    }

    @Test
    void aNewLifeFollowsItsParentToTheBranchAndNoFurther() throws Exception {
        var first = start(FIRST_LIFE, 0, null, 1, 0);
        feed(first, 0, 8);
        OperatorSubtaskState snapshot = snapshot(first, 3);
        float[] base = training.first();
        float[] merged = base.clone();
        add(merged, progress(first, 3));
        ModelVersion branch = new ModelVersion(FIRST_LIFE, 3);
        ModelVersion dead = new ModelVersion(FIRST_LIFE, 4);
        training.publish(Optional.empty(), branch, List.of(BitDifference.between(base, merged)));
        float[] elsewhere = new float[base.length];
        Arrays.fill(elsewhere, 9);
        training.publish(Optional.of(branch), dead, List.of(BitDifference.between(merged, elsewhere)));

        var second = start(SECOND_LIFE, 0, snapshot, 1, 3);
        feed(second, 8, 12);
        second.getOperator().finish();
        add(merged, progress(second, 4));

        training.clearLog();
        var undisturbed = start(FIRST_LIFE, 0, null, 1, 0);
        feed(undisturbed, 0, 12);
        assertThat(merged).isEqualTo(parametersAfterFinish(undisturbed, 0));
    }

    @Test
    void anExampleOfAnUnknownDocumentBecomesADeadLetterAndIsCounted() throws Exception {
        var harness = start(FIRST_LIFE, 0, null, 1, 0);
        feed(harness, 0, 3);
        harness.processElement(new StreamRecord<>(TinyIndex.example(3, "gone")));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(letters(harness)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.UNTRAINABLE);
            assertThat(letter.position()).isEqualTo(new InputPosition("examples", 0, 3));
            assertThat(letter.message()).contains("gone");
        });
        assertThat(summaries(harness).get(0).trained().examples()).isEqualTo(4);
    }

    @Test
    void anExampleWaitsForItsDocumentAndTrainsWhenItHasCome() throws Exception {
        training.index(TinyIndex.DOCUMENTS - 1);
        var harness = waiting(null, 0);
        int late = TinyIndex.DOCUMENTS - 1;
        feed(harness, late, late + 1);
        feed(harness, 0, 3);
        harness.prepareSnapshotPreBarrier(1);
        assertThat(summaries(harness).get(0).trained()).isEqualTo(lineage(0, 3));
        assertThat(summaries(harness).get(0).held()).containsExactly(new InputPosition("examples", 0, late));
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);

        training.index(TinyIndex.DOCUMENTS);
        var restored = waiting(snapshot, 1);
        feed(restored, 3, 6);
        restored.prepareSnapshotPreBarrier(2);
        assertThat(summaries(restored).get(0).trained()).isEqualTo(lineage(3, 6).plus(lineage(late, late + 1)));
        assertThat(summaries(restored).get(0).held()).isEmpty();
        assertThat(letters(restored)).isEmpty();
    }

    @Test
    void anExampleWhoseDocumentDoesNotComeInTimeBecomesADeadLetterAndIsCountedOnce() throws Exception {
        var harness = waiting(null, 0);
        harness.processElement(new StreamRecord<>(TinyIndex.example(0, "gone")));
        feed(harness, 1, 4);
        harness.setProcessingTime(DOCUMENT_WAIT_MILLIS - 1);
        assertThat(letters(harness)).isEmpty();
        harness.setProcessingTime(DOCUMENT_WAIT_MILLIS + 50);
        harness.setProcessingTime(DOCUMENT_WAIT_MILLIS + 100);
        assertThat(letters(harness)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo(Reason.UNTRAINABLE);
            assertThat(letter.position()).isEqualTo(new InputPosition("examples", 0, 0));
            assertThat(letter.message()).contains("gone").contains("within 1000 ms");
        });
        harness.prepareSnapshotPreBarrier(1);
        assertThat(summaries(harness).get(0).trained().examples()).isEqualTo(4);
        assertThat(summaries(harness).get(0).held()).isEmpty();
    }

    @Test
    void atTheEndOfTheInputNothingWaits() throws Exception {
        var harness = waiting(null, 0);
        harness.processElement(new StreamRecord<>(TinyIndex.example(0, "gone")));
        feed(harness, 1, 4);
        harness.getOperator().finish();
        assertThat(letters(harness)).hasSize(1);
        assertThat(summaries(harness).get(0).trained().examples()).isEqualTo(4);
    }

    @Test
    void noMoreExamplesWaitThanARoundCanName() throws Exception {
        var harness = waiting(null, 0);
        for (int i = 0; i < AwaitedDocuments.MAX + 2 * MICRO_BATCH; i++) {
            harness.processElement(new StreamRecord<>(TinyIndex.example(i, "gone")));
        }
        harness.prepareSnapshotPreBarrier(1);
        assertThat(summaries(harness).get(0).held()).hasSize(AwaitedDocuments.MAX);
        assertThat(letters(harness)).hasSize(2 * MICRO_BATCH);
    }

    @Test
    void afterARescaleEveryExampleIsTrainedOnce() throws Exception {
        var old = start(FIRST_LIFE, 0, null, 1, 0);
        feed(old, 0, 10);
        OperatorSubtaskState whole = snapshot(old, 1);

        Lineage trained = summaries(old).get(0).trained();
        for (int subtask = 0; subtask < 2; subtask++) {
            OperatorSubtaskState part =
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(whole, 4, 1, 2, subtask);
            var harness = harness(FIRST_LIFE, 0, 2, subtask);
            harness.setRestoredCheckpointId(1);
            harness.initializeState(part);
            harness.open();
            feed(harness, 10 + subtask, 11 + subtask);
            harness.getOperator().finish();
            trained = trained.plus(summaries(harness).get(0).trained());
            assertThat(progress(harness, 2)).isNotEmpty().allSatisfy(slice -> assertThat(slice.arithmetic())
                    .isEqualTo(Arithmetic.FLOAT));
        }
        assertThat(trained).isEqualTo(lineage(0, 12));
    }

    @Test
    void theProbeStopsTrainingWhereATestWants() throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(operator(FIRST_LIFE, 0, moment -> {
            if (moment.microBatches() == 2) {
                throw new IllegalStateException("injected");
            }
        }));
        open.add(harness);
        harness.open();
        feed(harness, 0, 7);
        assertThatThrownBy(() -> feed(harness, 7, 8)).hasMessage("injected");
    }

    private OneInputStreamOperatorTestHarness<Example, ProgressSlice> start(
            TimelineId life, long maxAgeMillis, OperatorSubtaskState state, int parallelism, long restoredCheckpoint)
            throws Exception {
        var harness = harness(life, maxAgeMillis, parallelism, 0);
        if (state != null) {
            harness.setRestoredCheckpointId(restoredCheckpoint);
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness(
            TimelineId life, long maxAgeMillis, int parallelism, int subtask) throws Exception {
        var harness = new OneInputStreamOperatorTestHarness<>(
                operator(life, maxAgeMillis, TrainingProbe.NONE), 4, parallelism, subtask);
        open.add(harness);
        return harness;
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Example, ProgressSlice> keyed(TrainOperatorSettings settings)
            throws Exception {
        var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new TrainOperator(FIRST_LIFE, Generation.FIRST, settings, training, TrainingProbe.NONE),
                Example::text,
                Types.STRING,
                4,
                1,
                0);
        open.add(harness);
        return harness;
    }

    /** A worker with examples that may wait for their documents. */
    private OneInputStreamOperatorTestHarness<Example, ProgressSlice> waiting(
            OperatorSubtaskState state, long restoredCheckpoint) throws Exception {
        TrainOperatorSettings settings = new TrainOperatorSettings(
                new TrainerSettings(Recipes.parse("test", "sources: {top: {to: 20}}\nloss: lambda\n"), 0.5, 1_000),
                MICRO_BATCH,
                0,
                DOCUMENT_WAIT_MILLIS,
                SLICE,
                true,
                Precision.FP32,
                DeviceChoice.AUTO,
                ProductPrecision.SINGLE);
        var harness = new OneInputStreamOperatorTestHarness<>(
                new TrainOperator(FIRST_LIFE, Generation.FIRST, settings, training, TrainingProbe.NONE), 4, 1, 0);
        open.add(harness);
        if (state != null) {
            harness.setRestoredCheckpointId(restoredCheckpoint);
            harness.initializeState(state);
        }
        harness.open();
        return harness;
    }

    private static List<DeadLetter> letters(OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness) {
        var letters = harness.getSideOutput(TrainOperator.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(StreamRecord::getValue).toList();
    }

    private static TrainOperator operator(TimelineId life, long maxAgeMillis, TrainingProbe probe) {
        return operator(life, maxAgeMillis, probe, "");
    }

    private static TrainOperator operator(TimelineId life, long maxAgeMillis, TrainingProbe probe, String section) {
        TrainOperatorSettings settings = settings(
                """
                sources: {top: {to: 20}}
                loss: lambda
                optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                """
                        + section,
                maxAgeMillis);
        return new TrainOperator(life, Generation.FIRST, settings, training, probe);
    }

    private static TrainOperatorSettings settings(String recipe, long maxAgeMillis) {
        TrainerSettings trainer = new TrainerSettings(Recipes.parse("test", recipe), 0.5, 1_000);
        return new TrainOperatorSettings(trainer, MICRO_BATCH, maxAgeMillis, SLICE, true);
    }

    private static void feed(OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness, int from, int to)
            throws Exception {
        for (int i = from; i < to; i++) {
            Example example = TinyIndex.example(i);
            harness.processElement(
                    new StreamRecord<>(ExampleCodec.INSTANCE.decode(ExampleCodec.INSTANCE.encode(example))));
        }
    }

    private static OperatorSubtaskState snapshot(
            OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness, long checkpoint) throws Exception {
        harness.prepareSnapshotPreBarrier(checkpoint);
        return harness.snapshot(checkpoint, checkpoint);
    }

    private static float[] parametersAfterFinish(
            OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness, long lastCheckpoint) throws Exception {
        harness.getOperator().finish();
        float[] parameters = training.first();
        add(parameters, progress(harness, lastCheckpoint + 1));
        return parameters;
    }

    private static void add(float[] parameters, List<ProgressSlice> progress) {
        progress.forEach(slice -> BitDifference.apply(slice.values(), parameters, slice.slice() * SLICE));
    }

    private static List<ProgressSlice> progress(
            OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness, long round) {
        return harness.extractOutputValues().stream()
                .filter(slice -> slice.round() == round)
                .toList();
    }

    private static List<RoundSummary> summaries(OneInputStreamOperatorTestHarness<Example, ProgressSlice> harness) {
        var summaries = harness.getSideOutput(TrainOperator.SUMMARIES);
        return summaries == null
                ? List.of()
                : summaries.stream().map(StreamRecord::getValue).toList();
    }

    private static Lineage lineage(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> TinyIndex.example(i).hash())
                .reduce(Lineage.NONE, Lineage::plus, Lineage::plus);
    }
}
