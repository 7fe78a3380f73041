package io.remine.operators.training;

import io.remine.operators.recipe.Temperature;

/** What cosines are multiplied by: one over a temperature, which is learnt if the recipe says so. */
final class ScoreScale {

    private final Temperature temperature;
    private final double[] current;
    private volatile double shown; // read by metrics

    /**
     * @param current the temperature as it was left, one number; kept and changed
     */
    ScoreScale(Temperature temperature, double[] current) {
        this.temperature = temperature;
        this.current = current;
        current[0] = temperature.isLearnt() ? within(current[0]) : temperature.start();
        shown = current[0];
    }

    double value() {
        return 1 / current[0];
    }

    /** For any thread. */
    double temperature() {
        return shown;
    }

    /**
     * Follows the loss one step: down its derivative by log temperature, which is minus that by log scale.
     *
     * @param byScale the loss's derivative by the scale
     */
    void follow(double byScale) {
        if (temperature.isLearnt()) {
            current[0] = within(current[0] * StrictMath.exp(temperature.rate() * byScale * value()));
            shown = current[0];
        }
    }

    private double within(double value) {
        return Math.max(temperature.least(), Math.min(temperature.most(), value));
    }
}
