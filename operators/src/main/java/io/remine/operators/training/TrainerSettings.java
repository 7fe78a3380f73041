package io.remine.operators.training;

import io.remine.operators.recipe.Recipe;
import java.io.Serializable;
import java.util.Objects;

/**
 * How a micro-batch trains.
 *
 * @param recipe which negatives, what is minimised, and how the gradient is followed
 * @param controlShare share of the examples, by their hash, that are also ranked by the generation's first encoder: 0 to 1
 * @param maxGradientNorm a longer gradient, before clipping, is a fault: the micro-batch is skipped. Above 0
 * @param seed of what recipes draw at random
 */
public record TrainerSettings(Recipe recipe, double controlShare, double maxGradientNorm, long seed)
        implements Serializable {

    /** One example in eight. */
    public static final double DEFAULT_CONTROL_SHARE = 0.125;
    /** A hundred times what any loss of ours has on real text. */
    public static final double DEFAULT_MAX_GRADIENT_NORM = 1_000;

    /** With the seed that every job has. */
    public TrainerSettings(Recipe recipe, double controlShare, double maxGradientNorm) {
        this(recipe, controlShare, maxGradientNorm, 0);
    }

    public TrainerSettings {
        Objects.requireNonNull(recipe);
        if (!(controlShare >= 0 && controlShare <= 1)) {
            throw new IllegalArgumentException("control share %s, must be from 0 to 1".formatted(controlShare));
        }
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("largest gradient norm %s, must be above 0".formatted(maxGradientNorm));
        }
    }
}
