package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WorkerTest {

    private static final long NEXT_ROUND = Replica.MAX_PENDING + 1;

    @Test
    void whileTooManyRoundsWaitItSaysWhatItHoldsBack() {
        RoundReport report = report(Worker.MAX_WAITING - 1);
        assertThat(report.progress()).isEmpty();
        assertThat(report.summary().orElseThrow().held()).hasSize(Worker.MAX_WAITING - 1);
        assertThat(report.summary().orElseThrow().trained()).isEqualTo(Lineage.NONE);
    }

    @Test
    void whatIsTooMuchToSayIsHandedInHoweverManyRoundsWait() {
        RoundReport report = report(2 * RoundSummary.MAX_HELD);
        assertThat(report.progress()).isNotEmpty();
        assertThat(report.summary().orElseThrow().held()).isEmpty();
        assertThat(report.summary().orElseThrow().trained().examples()).isEqualTo(2 * RoundSummary.MAX_HELD);
    }

    @Test
    void moreCollectedExamplesThanASummaryTakesAreRefused() {
        TrainerSettings trainer = new TrainerSettings(
                Recipes.parse("test", "sources: top\nloss: lambda\nmicro-batches: {neighbours: 64}\n"), 0.5, 1_000);
        assertThat(new TrainOperatorSettings(trainer, 512, 0, 5_000, true).microBatch())
                .isEqualTo(512);
        assertThatThrownBy(() -> new TrainOperatorSettings(trainer, 513, 0, 5_000, true))
                .hasMessageContaining("64 micro-batches of 513 examples")
                .hasMessageContaining("limit 32768")
                .hasMessageContaining("lower one of them");
    }

    /** Of a worker that has trained on so many examples while as many rounds as may wait do. */
    private static RoundReport report(int examples) {
        try (Encoder control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.LastLayers(1));
                Encoder encoder = control.withOwnTrainable();
                Worker worker = new Worker(
                        state(encoder, examples), settings(), encoder, control, new HeapPairStore(), List.of())) {
            return worker.report(NEXT_ROUND);
        }
    }

    private static WorkerState state(Encoder encoder, int examples) {
        float[] parameters = new float[encoder.trainable().size()];
        encoder.readParameters(parameters);
        List<InputPosition> positions = LongStream.range(0, examples)
                .mapToObj(offset -> new InputPosition("examples", 0, offset))
                .toList();
        return new WorkerState(
                0,
                1,
                Arithmetic.BIT_PATTERN,
                Ancestry.fresh(new TimelineId("life")),
                Generation.FIRST,
                Optional.empty(),
                Optional.empty(),
                new RoundTally(new Lineage(examples, 5), positions, Prequential.NONE, 0, 1, 0),
                List.of(),
                0,
                1,
                parameters.clone(),
                parameters,
                new float[parameters.length],
                new float[parameters.length],
                LongStream.range(1, NEXT_ROUND)
                        .mapToObj(round -> new PendingProgress(round, new int[parameters.length]))
                        .toList());
    }

    private static TrainOperatorSettings settings() {
        TrainerSettings trainer = new TrainerSettings(
                Recipes.parse(
                        "test",
                        """
                        sources: {top: {to: 20}}
                        loss: lambda
                        optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                        """),
                0.5,
                1_000);
        return new TrainOperatorSettings(trainer, 4, 0, 5_000, true);
    }
}
