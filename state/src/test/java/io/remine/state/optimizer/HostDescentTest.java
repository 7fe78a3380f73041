package io.remine.state.optimizer;

import static io.remine.state.optimizer.DescentFixture.gaussians;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class HostDescentTest {

    private static final AdamWSettings SETTINGS =
            new AdamWSettings(0.1, 0.9, 0.999, 1e-8, 0.01, 0, Schedule.CONSTANT, new Clip.Norm(1));

    @Test
    void theFirstStepIsTheWholeRateAgainstTheGradientWhateverItsLength() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, 1, 1, -2, 3)) {
            fixture.step(0.5f, -50, 1e-4f, 0);
            // theta (1 - 0.1 * 0.01) - 0.1 sign(g)
            assertThat(fixture.parameters)
                    .containsExactly(new float[] {0.899f, 1.099f, -2.098f, 2.997f}, within(1e-4f));
        }
    }

    @Test
    void theSecondStepIsTheOneComputedByHand() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, 1)) {
            fixture.step(1);
            fixture.step(-0.5f);
            // m = 0.9 * 0.1 - 0.1 * 0.5 = 0.04, hat 0.04 / 0.19 = 0.2105263
            // v = 0.999 * 0.001 + 0.001 * 0.25 = 0.001249, hat 0.001249 / 0.001999 = 0.6248124, root 0.7904508
            // theta = 0.899 * 0.999 - 0.1 * 0.2105263 / 0.7904508 = 0.898101 - 0.0266337
            assertThat(fixture.parameters[0]).isCloseTo(0.8714673f, within(1e-6f));
            assertThat(fixture.optimizer.firstMoments()[0]).isCloseTo(0.04f, within(1e-7f));
            assertThat(fixture.optimizer.secondMoments()[0]).isCloseTo(0.001249f, within(1e-8f));
            assertThat(fixture.optimizer.steps()).isEqualTo(2);
        }
    }

    @Test
    void aHalvedGradientMovesTheMomentsByHalf() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, 1, 1)) {
            assertThat(fixture.take(3, -4)).isEqualTo(5);
            fixture.descent.step(0.5);
            assertThat(fixture.optimizer.firstMoments()).containsExactly(new float[] {0.15f, -0.2f}, within(1e-7f));
        }
    }

    @Test
    void twoHundredStepsStayWithTheSameArithmeticInDouble() {
        AdamWSettings settings =
                new AdamWSettings(1e-3, 0.9, 0.999, 1e-8, 0.01, 20, Schedule.CONSTANT, new Clip.Norm(1));
        int size = FlatRanges.LENGTH + 77;
        try (DescentFixture fixture = new DescentFixture(settings, gaussians(size, 1))) {
            double[] expected = new double[size];
            Arrays.setAll(expected, i -> fixture.parameters[i]);
            double[] m = new double[size];
            double[] v = new double[size];
            for (int t = 1; t <= 200; t++) {
                float[] g = gaussians(size, 100 + t);
                fixture.step(g);
                double rate = 1e-3 * Math.min(1, t / 20.0);
                for (int i = 0; i < size; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    double step = m[i] / (1 - Math.pow(0.9, t)) / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                    expected[i] -= rate * (step + 0.01 * expected[i]);
                }
            }
            for (int i = 0; i < size; i++) {
                assertThat((double) fixture.parameters[i]).isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    @Test
    void theModelHasWhatTheHostHasAfterEveryStep() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, gaussians(3 * FlatRanges.LENGTH + 5, 1))) {
            fixture.step(gaussians(fixture.parameters.length, 2));
            assertThat(fixture.ofModel()).isEqualTo(fixture.parameters);
            fixture.parameters[4] = 17;
            fixture.descent.parametersChanged();
            assertThat(fixture.ofModel()).isEqualTo(fixture.parameters);
        }
    }

    @Test
    void theNumberOfThreadsDoesNotChangeABit() {
        assertThat(threeSteps(4)).isEqualTo(threeSteps(1));
    }

    @Test
    void anOptimiserMadeFromAnothersMomentsGoesOnAsIt() {
        try (DescentFixture first = new DescentFixture(SETTINGS, gaussians(1000, 1))) {
            first.step(gaussians(1000, 2));
            AdamW restored = new AdamW(
                    SETTINGS,
                    first.optimizer.firstMoments().clone(),
                    first.optimizer.secondMoments().clone(),
                    first.optimizer.steps());
            try (DescentFixture second = DescentFixture.onHost(restored, first.parameters.clone())) {
                first.step(gaussians(1000, 3));
                second.step(gaussians(1000, 3));
                assertThat(second.parameters).isEqualTo(first.parameters);
            }
        }
    }

    @Test
    void aLongGradientsLengthCountsEveryElementOnce() {
        float[] gradient = new float[3 * FlatRanges.LENGTH + 5];
        Arrays.fill(gradient, 0.5f);
        try (DescentFixture fixture = new DescentFixture(SETTINGS, new float[gradient.length])) {
            assertThat(fixture.take(gradient)).isCloseTo(Math.sqrt(gradient.length * 0.25), within(1e-9));
        }
    }

    @Test
    void oneBadElementIsSeenInTheLength() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] gradient = new float[2 * FlatRanges.LENGTH];
            gradient[FlatRanges.LENGTH + 3] = bad;
            try (DescentFixture fixture = new DescentFixture(SETTINGS, new float[gradient.length])) {
                assertThat(fixture.take(gradient)).isNotFinite();
            }
        }
    }

    @Test
    void theLengthOfTheLargestFloatsDoesNotOverflow() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, 0, 0)) {
            assertThat(fixture.take(Float.MAX_VALUE, Float.MAX_VALUE)).isFinite();
        }
    }

    @Test
    void arraysOfDifferentLengthsAreRefused() {
        try (DescentFixture fixture = new DescentFixture(SETTINGS, 0, 0)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new HostDescent(fixture.optimizer, new float[3], fixture.model))
                    .withMessageContaining("3 parameters, model of 2, optimiser of 2");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> fixture.take(1, 2, 3))
                    .withMessageContaining("gradient of 3");
        }
    }

    private static float[] threeSteps(int threads) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try (DescentFixture fixture = new DescentFixture(SETTINGS, gaussians(5 * FlatRanges.LENGTH + 3, 1))) {
            Clipper clipper = new Clipper(new Clip.Norm(1), new double[0]);
            pool.submit(() -> {
                        for (int step = 0; step < 3; step++) {
                            double norm = fixture.take(gaussians(fixture.parameters.length, step));
                            fixture.descent.step(clipper.keep(norm));
                        }
                    })
                    .join();
            return fixture.parameters;
        } finally {
            pool.shutdown();
        }
    }
}
