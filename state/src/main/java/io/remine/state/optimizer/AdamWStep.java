package io.remine.state.optimizer;

/**
 * What is the same for all parameters in one step of {@link AdamW}, whose symbols these are.
 *
 * @param kept what the gradient is multiplied by: above 0, at most 1
 * @param stepSize {@code alpha_t / (1 - beta1^t)}
 * @param rootScale {@code 1 / sqrt(1 - beta2^t)}
 * @param decay {@code alpha_t lambda}
 */
record AdamWStep(
        float kept,
        float beta1,
        float rest1,
        float beta2,
        float rest2,
        float epsilon,
        float stepSize,
        float rootScale,
        float decay) {

    /** @param t the number of the step, from 1 */
    static AdamWStep of(AdamWSettings settings, long t, double kept) {
        if (!(kept > 0 && kept <= 1)) {
            throw new IllegalArgumentException("share %s of a gradient, must be above 0 and at most 1".formatted(kept));
        }
        double rate = settings.learningRateAt(t);
        return new AdamWStep(
                (float) kept,
                (float) settings.beta1(),
                (float) (1 - settings.beta1()),
                (float) settings.beta2(),
                (float) (1 - settings.beta2()),
                (float) settings.epsilon(),
                (float) (rate / (1 - StrictMath.pow(settings.beta1(), (double) t))),
                (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(settings.beta2(), (double) t))),
                (float) (rate * settings.weightDecay()));
    }

    /**
     * Changes the parameters from {@code begin} up to {@code end}. One loop without branches or calls, so that the compiler
     * turns it into vector instructions.
     *
     * @param m first moments, changed
     * @param v second moments, changed
     */
    void apply(float[] parameters, float[] gradient, float[] m, float[] v, int begin, int end) {
        float kept = this.kept;
        float beta1 = this.beta1;
        float rest1 = this.rest1;
        float beta2 = this.beta2;
        float rest2 = this.rest2;
        float epsilon = this.epsilon;
        float stepSize = this.stepSize;
        float rootScale = this.rootScale;
        float decay = this.decay;
        for (int i = begin; i < end; i++) {
            float g = kept * gradient[i];
            float mean = beta1 * m[i] + rest1 * g;
            float square = beta2 * v[i] + rest2 * g * g;
            m[i] = mean;
            v[i] = square;
            float root = (float) Math.sqrt(square) * rootScale + epsilon;
            parameters[i] -= stepSize * mean / root + decay * parameters[i];
        }
    }
}
