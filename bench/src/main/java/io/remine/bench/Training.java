package io.remine.bench;

import io.remine.operators.training.StepResult;
import io.remine.operators.training.Trainer;
import io.remine.operators.training.TrainerSettings;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import java.util.List;

/** A trainer on a synthetic index, without a job around it. */
final class Training implements AutoCloseable {

    private final IndexView index;
    private final Encoder control;
    private final Encoder encoder;
    private final Trainer trainer;

    private Training(IndexView index, Encoder control, Encoder encoder, TrainerSettings settings) {
        this.index = index;
        this.control = control;
        this.encoder = encoder;
        float[] parameters = new float[encoder.trainable().size()];
        encoder.readParameters(parameters);
        AdamW optimizer = new AdamW(settings.recipe().optimizer(), parameters.length);
        trainer = new Trainer(encoder, control, parameters, optimizer, settings, 0);
    }

    /** One that has made no step, on documents that the task names. */
    static Training begin(EncoderSource source, SyntheticTask task, TrainerSettings settings) {
        IndexView index = SyntheticIndex.build(task, source.config().hidden());
        Encoder control = new Encoder(source, new Trainable.AllButEmbeddings());
        return new Training(index, control, control.withOwnTrainable(), settings);
    }

    IndexView index() {
        return index;
    }

    StepResult step(List<Example> examples) {
        return trainer.step(examples, index);
    }

    @Override
    public void close() {
        trainer.close();
        encoder.close();
        control.close();
        index.close();
    }
}
