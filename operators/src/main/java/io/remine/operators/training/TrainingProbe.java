package io.remine.operators.training;

import java.io.Serializable;

/** Is told of every micro-batch; what it throws fails the task. For tests that interrupt training at a known place. */
@FunctionalInterface
public interface TrainingProbe extends Serializable {

    TrainingProbe NONE = (worker, microBatches) -> {};

    /**
     * Called in the task's thread after each micro-batch, before anything else happens.
     *
     * @param worker its index
     * @param microBatches how many it has done since it was started or restarted
     */
    void afterMicroBatch(int worker, long microBatches);
}
