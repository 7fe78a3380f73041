package io.remine.operators.training;

import io.remine.state.evaluation.Prequential;
import io.remine.state.optimizer.AdamWSettings;
import java.io.Serializable;

/**
 * How a micro-batch trains.
 *
 * @param topK how many documents of the index are ranked for a query, at least {@value Prequential#CUT}
 * @param loss what is minimised
 * @param optimizer how the gradient is followed
 * @param controlShare share of the examples, by their hash, that are also ranked by the generation's first encoder: 0 to 1
 * @param maxGradientNorm a longer gradient, before clipping, is a fault: the micro-batch is skipped. Above 0
 */
public record TrainerSettings(
        int topK, AdoreLoss loss, AdamWSettings optimizer, double controlShare, double maxGradientNorm)
        implements Serializable {

    /** One example in eight. */
    public static final double DEFAULT_CONTROL_SHARE = 0.125;
    /** A hundred times what any loss of ours has on real text. */
    public static final double DEFAULT_MAX_GRADIENT_NORM = 1_000;

    private static final int MAX_TOP_K = 10_000;

    public TrainerSettings {
        if (topK < Prequential.CUT || topK > MAX_TOP_K) {
            throw new IllegalArgumentException(
                    "top %d of the index, must be %d to %d".formatted(topK, Prequential.CUT, MAX_TOP_K));
        }
        if (!(controlShare >= 0 && controlShare <= 1)) {
            throw new IllegalArgumentException("control share %s, must be from 0 to 1".formatted(controlShare));
        }
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("largest gradient norm %s, must be above 0".formatted(maxGradientNorm));
        }
    }
}
