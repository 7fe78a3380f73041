package io.remine.state.optimizer;

import java.io.Serializable;
import java.util.Objects;

/**
 * Settings of {@link AdamW}, with the symbols of Loshchilov and Hutter 2019 (algorithm 2) where they have one.
 *
 * @param learningRate the largest step of a parameter, alpha: above 0, at most 1
 * @param beta1 how much of the mean of gradients stays: 0 to below 1
 * @param beta2 how much of the mean of squared gradients stays: 0 to below 1
 * @param epsilon added to the root of the mean square: above 0
 * @param weightDecay lambda, taken off every parameter in proportion to the rate: 0 to 1
 * @param warmupSteps the rate grows linearly from {@code learningRate / warmupSteps} to the full one in so many steps; 0 or
 *     more
 * @param schedule what becomes of the rate after that
 * @param clip longer gradients are shortened to this length before they are used
 */
public record AdamWSettings(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        int warmupSteps,
        Schedule schedule,
        Clip clip)
        implements Serializable {

    public AdamWSettings {
        Objects.requireNonNull(schedule);
        Objects.requireNonNull(clip);
        check("learningRate", learningRate, learningRate > 0 && learningRate <= 1, "above 0 and at most 1");
        check("beta1", beta1, beta1 >= 0 && beta1 < 1, "0 to below 1");
        check("beta2", beta2, beta2 >= 0 && beta2 < 1, "0 to below 1");
        check("epsilon", epsilon, epsilon > 0 && epsilon < 1, "above 0 and below 1");
        check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay <= 1, "0 to 1");
        check("warmupSteps", warmupSteps, warmupSteps >= 0, "0 or more");
    }

    /** The rate of a step, the first of which is 1. */
    public double learningRateAt(long step) {
        return step < warmupSteps
                ? learningRate * step / warmupSteps
                : learningRate * schedule.factor(step - warmupSteps);
    }

    private static void check(String name, double value, boolean holds, String range) {
        if (!holds) {
            throw new IllegalArgumentException("%s %s, must be %s".formatted(name, value, range));
        }
    }
}
