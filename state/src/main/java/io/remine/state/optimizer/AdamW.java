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
 * <p>Moments and parameters are floats, as libtorch keeps them; every element is computed alike on any number of threads
 * and on any machine, so that a restored optimiser goes on to the bit. Not for several threads at a time.
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
     * Takes one step. The gradient must be finite: what has become NaN stays so.
     *
     * @param parameters theta, changed
     * @param gradient g, clipped already if it shall be
     */
    public void step(float[] parameters, float[] gradient) {
        if (parameters.length != firstMoments.length || gradient.length != firstMoments.length) {
            throw new IllegalArgumentException("%d parameters, gradient of %d, optimiser of %d"
                    .formatted(parameters.length, gradient.length, firstMoments.length));
        }
        steps++;
        double t = (double) steps;
        double rate = settings.learningRateAt(steps);
        float stepSize = (float) (rate / (1 - StrictMath.pow(settings.beta1(), t)));
        float rootScale = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(settings.beta2(), t)));
        float decay = (float) (rate * settings.weightDecay());
        FlatRanges.forEach(
                parameters.length,
                (begin, end) -> update(parameters, gradient, begin, end, stepSize, rootScale, decay));
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

    /** One loop without branches or calls, so that the compiler turns it into vector instructions. */
    private void update(
            float[] parameters, float[] gradient, int begin, int end, float stepSize, float rootScale, float decay) {
        float[] m = firstMoments;
        float[] v = secondMoments;
        float beta1 = (float) settings.beta1();
        float beta2 = (float) settings.beta2();
        float rest1 = (float) (1 - settings.beta1());
        float rest2 = (float) (1 - settings.beta2());
        float epsilon = (float) settings.epsilon();
        for (int i = begin; i < end; i++) {
            float g = gradient[i];
            float mean = beta1 * m[i] + rest1 * g;
            float square = beta2 * v[i] + rest2 * g * g;
            m[i] = mean;
            v[i] = square;
            float root = (float) Math.sqrt(square) * rootScale + epsilon;
            parameters[i] -= stepSize * mean / root + decay * parameters[i];
        }
    }
}
