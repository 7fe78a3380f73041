package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.merging.InProcessMerger;
import io.remine.operators.merging.Outer;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WorkersInTurnTest {

    private static final int SLICE = 5_000;
    private static final int MICRO_BATCH = 4;
    private static final int EXAMPLES = 42; // the last micro-batches are not full
    private static final Recipe RECIPE = Recipes.parse(
            "test",
            """
            sources: {top: {to: 20}}
            loss: lambda
            optimizer: {learning-rate: 1e-3, warmup-steps: 0}
            """);

    private static Encoder control;
    private static FakeTraining training;

    /** One micro-batch as the probe was told of it. */
    @SuppressWarnings("ArrayRecordComponent") // compared one by one below
    private record Told(int worker, int examples, float[] parameters) {}

    @BeforeAll
    static void start() {
        control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
        training = new FakeTraining();
    }

    @AfterAll
    static void close() {
        training.close();
        control.close();
    }

    @Test
    void workersTakeTurnsAndTrainEveryExampleOnce() {
        List<Told> told = run(3, 12, EXAMPLES);

        assertThat(told.stream().mapToInt(Told::examples).sum()).isEqualTo(EXAMPLES);
        for (int worker = 0; worker < 3; worker++) {
            int index = worker;
            assertThat(told.stream()
                            .filter(each -> each.worker() == index)
                            .mapToInt(Told::examples)
                            .sum())
                    .isEqualTo(EXAMPLES / 3);
        }
    }

    @Test
    void theSameExamplesMakeTheSameParameters() {
        assertThat(last(run(3, 12, EXAMPLES))).isEqualTo(last(run(3, 12, EXAMPLES)));
    }

    @Test
    void oneWorkerInTurnIsAWorkerByItself() {
        WorkerState alone = TinyWorker.train(
                TinyWorker.fresh(control),
                RECIPE,
                control,
                training.connect(control.device()).withIndex(view -> view),
                new HeapPairStore(),
                IntStream.range(0, 40).mapToObj(TinyIndex::example).toList());

        assertThat(last(run(1, 12, 40))).isEqualTo(alone.parameters());
    }

    @Test
    void aRoundLeavesTheMeanOfWhatItsWorkersHaveLearntFromTheBase() {
        List<Told> told = run(2, 2 * MICRO_BATCH, 4 * MICRO_BATCH);
        float[] first = new float[control.trainable().size()];
        control.readParameters(first);
        List<WorkerState> alone = new ArrayList<>();
        for (int worker = 0; worker < 2; worker++) {
            int index = worker;
            WorkerStart start = new WorkerStart(
                    0, 1, Arithmetic.BIT_PATTERN, Ancestry.fresh(new TimelineId("alone")), Generation.FIRST);
            alone.add(TinyWorker.train(
                    start.state(List.of(), first),
                    RECIPE,
                    control,
                    training.connect(control.device()).withIndex(view -> view),
                    new HeapPairStore(),
                    IntStream.range(0, MICRO_BATCH)
                            .mapToObj(i -> TinyIndex.example(2 * i + index))
                            .toList()));
        }

        assertThat(told.get(1).worker()).isEqualTo(1);
        float[] merged = told.get(1).parameters(); // told when the round had been merged
        for (int i = 0; i < first.length; i++) {
            double mean = (alone.get(0).parameters()[i] + (double) alone.get(1).parameters()[i]) / 2;
            assertThat(Math.abs(merged[i] - mean)).isLessThanOrEqualTo(1e-6);
        }
        assertThat(merged).isNotEqualTo(alone.get(1).parameters());
    }

    private static float[] last(List<Told> told) {
        return told.get(told.size() - 1).parameters();
    }

    private static List<Told> run(int workers, int roundExamples, int examples) {
        List<Told> told = new ArrayList<>();
        TrainOperatorSettings settings =
                new TrainOperatorSettings(new TrainerSettings(RECIPE, 0, 1_000), MICRO_BATCH, 0, SLICE, true);
        try (TrainingSource.Connection connection = training.connect(control.device());
                WorkersInTurn inTurn = new WorkersInTurn(
                        workers,
                        roundExamples,
                        settings,
                        control,
                        connection,
                        new InProcessMerger(SLICE, new Outer.Identity()),
                        moment -> {
                            float[] parameters = new float[control.trainable().size()];
                            moment.encoder().readParameters(parameters);
                            told.add(new Told(moment.worker(), moment.examples(), parameters));
                        })) {
            for (int i = 0; i < examples; i++) {
                inTurn.add(TinyIndex.example(i));
            }
            inTurn.finish();
        }
        return told;
    }
}
