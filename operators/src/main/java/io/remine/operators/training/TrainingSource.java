package io.remine.operators.training;

import ai.djl.Device;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.model.Ancestry;
import io.remine.state.model.ModelVersion;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;
import java.util.function.Function;

/** Where a worker finds the index it mines and the models that come back to it. Travels with the job. */
public interface TrainingSource extends Serializable {

    /**
     * Connects this process.
     *
     * @param device where the worker computes, and so the index is to lie
     */
    Connection connect(Device device);

    /** What is published, as far as this process has read it. For one worker. */
    interface Connection extends AutoCloseable {

        /** Waits for the generation's first encoder. */
        EncoderSource awaitEncoder() throws InterruptedException, IOException;

        /** Which of its parameters train; to be asked after {@link #awaitEncoder()}. */
        Trainable trainable();

        /** Waits for the first index. */
        void awaitIndex() throws InterruptedException;

        /** Waits until all has been read that was published when this began. */
        void awaitCaughtUp() throws InterruptedException;

        /** Runs the body with the newest index, which stays as it is meanwhile; there is one after {@link #awaitIndex()}. */
        <T> T withIndex(Function<IndexView, T> body);

        /**
         * The next whole version of this life, if it is here.
         *
         * @param adopted the version that the worker has; empty for the generation's first encoder
         * @param base its parameters, only read
         */
        Optional<Adoption> next(Optional<ModelVersion> adopted, Ancestry ancestry, float[] base) throws IOException;

        @Override
        void close();
    }
}
