package io.remine.bench;

import io.remine.operators.training.Trainer;
import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.live.View;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains the same micro-batches over the same index in a bare loop and in the train job: broker, checkpoints, merging and
 * publishing included. The loop runs before and after, for the machine may have changed its speed meanwhile.
 */
final class JobBench {

    private static final int WARM_UP_STEPS = 5;

    private final SyntheticTask task;
    private final int steps;
    private final Deployment deployment;
    private final Consumer<String> progress;

    private JobBench(SyntheticTask task, int steps, Deployment deployment, Consumer<String> progress) {
        this.task = task;
        this.steps = steps;
        this.deployment = deployment;
        this.progress = progress;
    }

    static JobFigures run(SyntheticTask task, int steps, long intervalMillis, Consumer<String> progress)
            throws Exception {
        try (Deployment deployment = Deployment.start(task, intervalMillis, progress)) {
            JobBench bench = new JobBench(task, steps, deployment, progress);
            int examples = steps * deployment.batch();
            deployment.produceExamples(examples);
            double before = bench.alone();
            double inJob = deployment.train(examples);
            double after = bench.alone();
            return new JobFigures(before, inJob, after);
        }
    }

    /** Examples per second of a loop around the trainer. */
    private double alone() throws IOException {
        progress.accept("training in a bare loop");
        TrainerSettings settings = deployment.trainer();
        int batch = deployment.batch();
        try (Lease<View> view = deployment.live().lease().orElseThrow();
                Encoder control =
                        new Encoder(deployment.source(), deployment.generation().trainable());
                Encoder encoder = control.withOwnTrainable()) {
            float[] parameters = new float[encoder.trainable().size()];
            encoder.readParameters(parameters);
            Trainer trainer = new Trainer(
                    encoder,
                    control,
                    parameters,
                    new AdamW(settings.recipe().optimizer(), parameters.length),
                    settings,
                    0);
            IndexView index = view.get().index();
            train(trainer, index, batch, WARM_UP_STEPS);
            long start = System.nanoTime();
            int timed = Math.max(1, steps / 2);
            train(trainer, index, batch, timed);
            return (double) timed * batch / ((System.nanoTime() - start) / 1e9);
        }
    }

    private void train(Trainer trainer, IndexView index, int batch, int count) {
        for (int step = 0; step < count; step++) {
            int first = step * batch;
            List<Example> examples = IntStream.range(first, first + batch)
                    .mapToObj(task::example)
                    .toList();
            trainer.step(examples, index);
        }
    }
}
