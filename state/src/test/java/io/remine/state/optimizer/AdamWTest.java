package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private static final AdamWSettings SETTINGS =
            new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0.01, 0, Schedule.CONSTANT, new Clip.Norm(1));

    @Test
    void theFirstStepIsTheWholeRateAgainstTheGradientWhateverItsLength() {
        float[] parameters = {1, 1, -2, 3};
        new AdamW(SETTINGS, 4).step(parameters, new float[] {0.5f, -50, 1e-4f, 0});
        // theta (1 - 0.1 * 0.01) - 0.1 sign(g)
        assertThat(parameters).containsExactly(new float[] {0.899f, 1.099f, -2.098f, 2.997f}, within(1e-4f));
    }

    @Test
    void theSecondStepIsTheOneComputedByHand() {
        AdamW adam = new AdamW(SETTINGS, 1);
        float[] parameters = {1};
        adam.step(parameters, new float[] {1});
        adam.step(parameters, new float[] {-0.5f});
        // m = 0.9 * 0.1 - 0.1 * 0.5 = 0.04, hat 0.04 / 0.19 = 0.2105263
        // v = 0.999 * 0.001 + 0.001 * 0.25 = 0.001249, hat 0.001249 / 0.001999 = 0.6248124, root 0.7904508
        // theta = 0.899 * 0.999 - 0.1 * 0.2105263 / 0.7904508 = 0.898101 - 0.0266337
        assertThat(parameters[0]).isCloseTo(0.8714673f, within(1e-6f));
        assertThat(adam.firstMoments()[0]).isCloseTo(0.04f, within(1e-7f));
        assertThat(adam.secondMoments()[0]).isCloseTo(0.001249f, within(1e-8f));
        assertThat(adam.steps()).isEqualTo(2);
    }

    @Test
    void twoHundredStepsStayWithTheSameArithmeticInDouble() {
        AdamWSettings settings =
                new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, 0.01, 20, Schedule.CONSTANT, new Clip.Norm(1));
        int size = FlatRanges.LENGTH + 77;
        float[] parameters = gaussians(size, 1);
        double[] expected = toDouble(parameters);
        double[] m = new double[size];
        double[] v = new double[size];
        AdamW adam = new AdamW(settings, size);
        for (int t = 1; t <= 200; t++) {
            float[] g = gaussians(size, 100 + t);
            adam.step(parameters, g);
            double rate = 1e-3 * Math.min(1, t / 20.0);
            for (int i = 0; i < size; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                double step = m[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                expected[i] -= rate * (step + 0.01 * expected[i]);
            }
        }
        for (int i = 0; i < size; i++) {
            assertThat((double) parameters[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        int size = 5 * FlatRanges.LENGTH + 3;
        float[] alone = gaussians(size, 1);
        float[] shared = alone.clone();
        threeSteps(1, alone);
        threeSteps(4, shared);
        assertThat(shared).isEqualTo(alone);
    }

    @Test
    void anOptimiserMadeFromAnothersMomentsGoesOnAsIt() {
        float[] parameters = gaussians(1000, 1);
        AdamW first = new AdamW(SETTINGS, 1000);
        first.step(parameters, gaussians(1000, 2));
        float[] copy = parameters.clone();
        AdamW second = new AdamW(
                SETTINGS, first.firstMoments().clone(), first.secondMoments().clone(), first.steps());
        first.step(parameters, gaussians(1000, 3));
        second.step(copy, gaussians(1000, 3));
        assertThat(copy).isEqualTo(parameters);
    }

    @Test
    void theRateGrowsLinearlyDuringWarmUpAndThenStays() {
        AdamWSettings settings = new AdamWSettings(0.5, 0.9, 0.999, 1e-8, 0, 4, Schedule.CONSTANT, new Clip.Norm(1));
        assertThat(settings.learningRateAt(1)).isEqualTo(0.125);
        assertThat(settings.learningRateAt(3)).isEqualTo(0.375);
        assertThat(settings.learningRateAt(4)).isEqualTo(0.5);
        assertThat(settings.learningRateAt(1_000_000)).isEqualTo(0.5);
    }

    @Test
    void settingsOutsideTheirRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new AdamWSettings(Double.NaN, 0.9, 0.999, 1e-8, 0, 0, Schedule.CONSTANT, new Clip.Norm(1)))
                .withMessageContaining("learningRate NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdamWSettings(0.1, 1, 0.999, 1e-8, 0, 0, Schedule.CONSTANT, new Clip.Norm(1)))
                .withMessageContaining("beta1 1.0");
    }

    private static void threeSteps(int threads, float[] parameters) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            pool.submit(() -> {
                        AdamW adam = new AdamW(SETTINGS, parameters.length);
                        for (int step = 0; step < 3; step++) {
                            float[] gradient = gaussians(parameters.length, step);
                            GradientClip.clip(gradient, 1);
                            adam.step(parameters, gradient);
                        }
                    })
                    .join();
        } finally {
            pool.shutdown();
        }
    }

    private static float[] gaussians(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] toDouble(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
