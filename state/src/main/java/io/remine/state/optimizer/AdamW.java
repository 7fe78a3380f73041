package io.remine.state.optimizer;

import java.util.Objects;

/**
 * Adam with decoupled weight decay: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2, with
 * the decay scaled by the rate as in every common implementation. With theta the parameters, g the gradient and alpha_t the
 * rate of step t:
 *
 * <pre>
 *   m_t     = beta1 m_(t-1) + (1 - beta1) g_t                       (line 7)
 *   v_t     = beta2 v_(t-1) + (1 - beta2) g_t^2                     (line 8)
 *   theta_t = theta_(t-1) - alpha_t ( m_t / (1 - beta1^t)
 *             / (sqrt(v_t / (1 - beta2^t)) + epsilon) + lambda theta_(t-1) )   (lines 9, 10, 12)
 * </pre>
 *
 * <p>This is its settings and its memory; a {@link Descent} takes the steps. Moments and parameters are floats, as libtorch
 * keeps them. Not for several threads at a time.
 */
public final class AdamW {

    private final AdamWSettings settings;
    private final float[] firstMoments;
    private final float[] secondMoments;
    private long steps;

    /** An optimiser of so many parameters that has seen no gradient. */
    public AdamW(AdamWSettings settings, int size) {
        this(settings, new float[size], new float[size], 0);
    }

    /**
     * An optimiser that goes on where another was.
     *
     * @param firstMoments m, kept and changed
     * @param secondMoments v, kept and changed; as long as the first
     * @param steps how many were taken, 0 or more
     */
    public AdamW(AdamWSettings settings, float[] firstMoments, float[] secondMoments, long steps) {
        if (firstMoments.length != secondMoments.length || steps < 0) {
            throw new IllegalArgumentException("%d first moments, %d second moments, %d steps"
                    .formatted(firstMoments.length, secondMoments.length, steps));
        }
        this.settings = Objects.requireNonNull(settings);
        this.firstMoments = firstMoments;
        this.secondMoments = secondMoments;
        this.steps = steps;
    }

    /**
     * Counts a step, for whoever then changes the parameters and the moments.
     *
     * @param kept what the gradient is multiplied by first
     */
    AdamWStep next(double kept) {
        AdamWStep step = AdamWStep.of(settings, steps + 1, kept);
        steps++;
        return step;
    }

    /** How many parameters it is for. */
    public int size() {
        return firstMoments.length;
    }

    /** m, live: copy it before the next step. */
    public float[] firstMoments() {
        return firstMoments;
    }

    /** v, live: copy it before the next step. */
    public float[] secondMoments() {
        return secondMoments;
    }

    /** How many steps were taken. */
    public long steps() {
        return steps;
    }

    public AdamWSettings settings() {
        return settings;
    }
}
