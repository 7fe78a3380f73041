package io.remine.state.optimizer;

import io.remine.state.tensor.FlatTensors;

/**
 * On the CPU, in two sweeps over ranges that stay in a core's cache: the first copies the gradient and measures it, the
 * second shortens it, takes the step, and hands the new parameters to the model. The gradient is copied because loops over
 * Java's arrays become vector instructions, if all of their arrays have the same index, and loops over other memory do not.
 * The result is the same to the bit on any number of threads, and on any machine, so that a restored worker goes on exactly.
 */
public final class HostDescent implements Descent {

    private final AdamW optimizer;
    private final float[] parameters;
    private final float[] gradient;
    private final FlatTensors model;

    /**
     * @param parameters changed in place, followed by the model
     * @param model on the CPU
     */
    public HostDescent(AdamW optimizer, float[] parameters, FlatTensors model) {
        Descent.checkSizes(optimizer, parameters, model);
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.gradient = new float[parameters.length];
        this.model = model;
    }

    @Override
    public double take(FlatTensors tensors) {
        Descent.checkGradient(tensors, gradient);
        return Math.sqrt(FlatRanges.sum(gradient.length, (begin, end) -> {
            tensors.read(begin, end, gradient, begin);
            return SumOfSquares.of(gradient, begin, end);
        }));
    }

    @Override
    public void step(double kept) {
        AdamWStep step = optimizer.next(kept);
        FlatRanges.forEach(parameters.length, (begin, end) -> {
            step.apply(parameters, gradient, optimizer.firstMoments(), optimizer.secondMoments(), begin, end);
            model.write(begin, end, parameters, begin);
        });
    }

    @Override
    public void parametersChanged() {
        model.write(parameters);
    }

    /** Nothing: they are there. */
    @Override
    public void parametersToHost() {}

    /** Nothing: they are there. */
    @Override
    public void momentsToHost() {}

    @Override
    public void close() {}
}
