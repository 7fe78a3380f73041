package io.remine.operators.recipe;

import io.remine.operators.part.Parameters;
import io.remine.state.optimizer.AdamWSettings;
import io.remine.state.optimizer.Clip;
import io.remine.state.optimizer.Schedule;

/**
 * The section {@code optimizer} of a recipe: {@code learning-rate, beta1, beta2, epsilon, weight-decay, warmup-steps},
 * {@code clip-norm} or {@code clip-percentile} with {@code clip-window}, and {@code schedule}, which is {@code constant}, or {@code inverse-square-root} or {@code cycles} with
 * {@code schedule-steps} and {@code floor}.
 */
final class OptimizerSection {

    private static final double LEARNING_RATE = 5e-5;
    private static final double WEIGHT_DECAY = 0.01;
    private static final int WARMUP_STEPS = 10;
    private static final int SCHEDULE_STEPS = 1_000;
    private static final int MAX_STEPS = 1_000_000;
    private static final double FLOOR = 0.1;
    private static final int CLIP_WINDOW = 500;

    /** As written in a recipe. */
    private enum Shape {
        CONSTANT,
        INVERSE_SQUARE_ROOT,
        CYCLES
    }

    private OptimizerSection() {}

    static AdamWSettings read(Parameters parameters) {
        AdamWSettings settings = new AdamWSettings(
                parameters.number("learning-rate", LEARNING_RATE, 1e-12, 1),
                parameters.number("beta1", 0.9, 0, 0.999999),
                parameters.number("beta2", 0.999, 0, 0.999999),
                parameters.number("epsilon", 1e-8, 1e-20, 0.1),
                parameters.number("weight-decay", WEIGHT_DECAY, 0, 1),
                parameters.integer("warmup-steps", WARMUP_STEPS, 0, MAX_STEPS),
                schedule(parameters),
                clip(parameters));
        parameters.checkAllKnown();
        return settings;
    }

    private static Clip clip(Parameters parameters) {
        if (!parameters.has("clip-percentile")) {
            if (parameters.has("clip-window")) {
                throw parameters.error("clip-window, but the clip is fixed; add 'clip-percentile: 50', or remove it");
            }
            return new Clip.Norm(parameters.number("clip-norm", 1, 1e-6, 1e6));
        }
        if (parameters.has("clip-norm")) {
            throw parameters.error("both clip-norm and clip-percentile; keep one");
        }
        return new Clip.Percentile(
                parameters.number("clip-percentile", 0, 0.1, 100),
                parameters.integer("clip-window", CLIP_WINDOW, 2, Clip.Percentile.MAX_WINDOW));
    }

    private static Schedule schedule(Parameters parameters) {
        Shape shape = parameters.choice("schedule", Shape.CONSTANT);
        if (shape == Shape.CONSTANT) {
            for (String name : new String[] {"schedule-steps", "floor"}) {
                if (parameters.has(name)) {
                    throw parameters.error(("%s, but the learning rate is constant; add 'schedule: cycles' or"
                                    + " 'schedule: inverse-square-root', or remove it")
                            .formatted(name));
                }
            }
            return Schedule.CONSTANT;
        }
        int steps = parameters.integer("schedule-steps", SCHEDULE_STEPS, 1, MAX_STEPS);
        double floor = parameters.number("floor", FLOOR, 1e-6, 1);
        return shape == Shape.CYCLES ? new Schedule.Cycles(steps, floor) : new Schedule.InverseSquareRoot(steps, floor);
    }
}
