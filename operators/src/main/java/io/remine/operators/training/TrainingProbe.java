package io.remine.operators.training;

import io.remine.state.encoder.Encoder;
import java.io.Serializable;

/**
 * Is told of every micro-batch; what it throws fails the task. For evaluations along a stream, and for tests that interrupt
 * training at a known place.
 */
@FunctionalInterface
public interface TrainingProbe extends Serializable {

    TrainingProbe NONE = moment -> {};

    /** Called in the task's thread after each micro-batch, before anything else happens. */
    void afterMicroBatch(Moment moment);

    /**
     * What has just happened.
     *
     * @param worker its index
     * @param microBatches how many it has done since it was started or restarted
     * @param examples how many the micro-batch had
     * @param result what came of it
     * @param encoder the query tower as it is now, only to be read and only until the probe returns
     */
    record Moment(int worker, long microBatches, int examples, StepResult result, Encoder encoder) {}
}
