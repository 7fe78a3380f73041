package io.remine.operators.merging;

import java.io.Serializable;

/**
 * The outer optimiser: what becomes of the workers' weighed progress u before it is added to the base. Douillard et al.
 * 2023, "DiLoCo: Distributed Low-Communication Training of Language Models", algorithm 1, whose outer gradient is -u.
 */
public sealed interface Outer extends Serializable {

    /** Replaces each u of {@code progress} by what is added to the base; keeps its memory in {@code velocity}. */
    void step(double[] progress, float[] velocity);

    /** Whether it remembers a velocity for every parameter. */
    boolean hasVelocity();

    /** Adds the progress as it is: federated averaging (McMahan et al. 2017). */
    record Identity() implements Outer {

        @Override
        public void step(double[] progress, float[] velocity) {
            // the progress is what is added
        }

        @Override
        public boolean hasVelocity() {
            return false;
        }
    }

    /**
     * Gradient descent with Nesterov momentum (Sutskever et al. 2013, in the form of PyTorch's SGD):
     * v = momentum * v + u, and learningRate * (u + momentum * v) is added.
     *
     * @param learningRate above 0 and at most 10; DiLoCo's is 0.7
     * @param momentum from 0 to below 1; DiLoCo's is 0.9
     */
    record Nesterov(double learningRate, double momentum) implements Outer {

        public Nesterov {
            if (!(learningRate > 0 && learningRate <= 10)) {
                throw new IllegalArgumentException(
                        "outer learning rate %s, must be above 0 and at most 10".formatted(learningRate));
            }
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException(
                        "outer momentum %s, must be at least 0 and below 1".formatted(momentum));
            }
        }

        @Override
        public void step(double[] progress, float[] velocity) {
            for (int i = 0; i < progress.length; i++) {
                velocity[i] = (float) (momentum * velocity[i] + progress[i]);
                progress[i] = learningRate * (progress[i] + momentum * velocity[i]);
            }
        }

        @Override
        public boolean hasVelocity() {
            return true;
        }
    }
}
