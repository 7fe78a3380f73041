package io.remine.streams.train;

import io.remine.operators.training.TrainingProbe;

/** Makes a step of the tiny encoder as slow as a small one's, so that checkpoints fall between steps. */
final class Pause implements TrainingProbe {

    private static final long serialVersionUID = 1L;

    static final long STEP_MILLIS = 50;

    @Override
    public void afterMicroBatch(Moment moment) {
        try {
            Thread.sleep(STEP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
