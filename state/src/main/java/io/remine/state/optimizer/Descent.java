package io.remine.state.optimizer;

import io.remine.state.tensor.FlatTensors;

/**
 * What follows a gradient: its length, and a step of {@link AdamW} along it, of the model's tensors and of the host's arrays
 * that are the parameters between steps. Not for several threads.
 */
public interface Descent {

    /**
     * Takes a gradient for the next step.
     *
     * @return its Euclidean length, summed in double; NaN or infinite if an element is
     */
    double take(FlatTensors gradient);

    /**
     * Takes one step along the gradient, which must be finite: what has become NaN stays so.
     *
     * @param kept the share of the gradient's length that is used, as {@link Clipper#keep} says
     */
    void step(double kept);

    /** Brings the model's tensors to the host's parameters, which others have changed. */
    void parametersChanged();
}
