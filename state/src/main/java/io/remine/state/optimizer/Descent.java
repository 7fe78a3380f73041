package io.remine.state.optimizer;

import io.remine.state.tensor.FlatTensors;

/**
 * What follows a gradient: its length, and a step of {@link AdamW} along it. The model's tensors are as the steps have left
 * them at any time; the host's arrays, the parameters and the optimiser's moments, once they are asked for. Not for several
 * threads.
 */
public interface Descent extends AutoCloseable {

    /** Makes one for a model. */
    @FunctionalInterface
    interface Factory {

        /**
         * One that has taken no gradient yet.
         *
         * @param parameters of the host; the model follows them with {@link #parametersChanged}
         */
        Descent of(AdamW optimizer, float[] parameters, FlatTensors model);
    }

    /** Where the model is. */
    Factory WHERE_THE_MODEL_IS = (optimizer, parameters, model) -> model.isOnHost()
            ? new HostDescent(optimizer, parameters, model)
            : new DeviceDescent(optimizer, parameters, model);

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

    /** Brings the host's parameters to what the steps have made of them. */
    void parametersToHost();

    /** Brings the optimiser's moments to what the steps have made of them. */
    void momentsToHost();

    /** Lets go of what it keeps beside the model and the host's arrays. */
    @Override
    void close();

    /** Refuses parts that do not belong together. */
    static void checkSizes(AdamW optimizer, float[] parameters, FlatTensors model) {
        if (optimizer.size() != parameters.length || model.size() != parameters.length) {
            throw new IllegalArgumentException("%d parameters, model of %d, optimiser of %d"
                    .formatted(parameters.length, model.size(), optimizer.size()));
        }
    }

    /** Refuses the gradient of another model. */
    static void checkGradient(FlatTensors gradient, float[] parameters) {
        if (gradient.size() != parameters.length) {
            throw new IllegalArgumentException(
                    "gradient of %d numbers for %d parameters".formatted(gradient.size(), parameters.length));
        }
    }
}
