package io.remine.operators.training;

import io.remine.operators.memory.PairStore;
import io.remine.operators.recipe.Recipe;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Workers of a tiny encoder, from state to state. */
final class TinyWorker {

    private static final int MICRO_BATCH = 4;

    private TinyWorker() {}

    /** The first worker of a life. */
    static WorkerState fresh(Encoder control) {
        float[] first = new float[control.trainable().size()];
        control.readParameters(first);
        return new WorkerStart(0, 1, Arithmetic.BIT_PATTERN, Ancestry.fresh(new TimelineId("life")), Generation.FIRST)
                .state(List.of(), first);
    }

    /** Goes on from the state, of which possession is taken, with these examples. */
    static WorkerState train(
            WorkerState state,
            Recipe recipe,
            Encoder control,
            IndexView index,
            PairStore pairs,
            List<Example> examples) {
        TrainOperatorSettings settings =
                new TrainOperatorSettings(new TrainerSettings(recipe, 0, 1_000), MICRO_BATCH, 0, 5_000, true);
        try (Encoder encoder = control.withOwnTrainable();
                Worker worker = new Worker(state, settings, encoder, control, pairs, List.of())) {
            for (Example example : examples) {
                worker.add(example);
                while (worker.isBatchComplete()) {
                    worker.train(index, 0);
                }
            }
            return worker.state();
        }
    }

    /** The state as a checkpoint gives it back. */
    static WorkerState throughBytes(WorkerState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            WorkerStateFormat.write(state, out);
            return WorkerStateFormat.read(new ByteArrayInputStream(out.toByteArray()), state.parameters().length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
