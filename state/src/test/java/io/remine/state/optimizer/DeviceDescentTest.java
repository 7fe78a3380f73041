package io.remine.state.optimizer;

import static io.remine.state.optimizer.DescentFixture.gaussians;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the default device as the device: the CPU, unless {@code -Dremine.device} names a GPU. */
class DeviceDescentTest {

    private static final int SIZE = 5_000;
    private static final float TOLERANCE = 1e-6f; // of parameters that are as large as an encoder's
    private static final Clip PERCENTILE = new Clip.Percentile(30, 4);

    @Test
    void itsStepsAreThoseOfTheHostWhateverTheRateAndTheClip() {
        for (Schedule schedule :
                new Schedule[] {Schedule.CONSTANT, new Schedule.InverseSquareRoot(3, 0.1), new Schedule.Cycles(4, 0.2)
                }) {
            for (Clip clip : new Clip[] {new Clip.Norm(1), new Clip.Norm(Double.POSITIVE_INFINITY), PERCENTILE}) {
                for (double decay : new double[] {0, 0.1}) {
                    AdamWSettings settings = new AdamWSettings(1e-2, 0.9, 0.999, 1e-8, decay, 5, schedule, clip);
                    try (DescentFixture host = onHost(settings);
                            DescentFixture device = onDevice(settings)) {
                        train(host, clip, 0, 20);
                        train(device, clip, 0, 20);
                        assertAlike(device, host);
                    }
                }
            }
        }
    }

    @Test
    void theLengthOfAGradientIsTheHostsToTheLastDigits() {
        try (DescentFixture host = onHost(settings(PERCENTILE));
                DescentFixture device = onDevice(settings(PERCENTILE))) {
            float[] gradient = gaussians(SIZE, 3);
            double expected = host.take(gradient);
            assertThat(device.take(gradient)).isCloseTo(expected, within(1e-12 * expected));
            gradient[7] = Float.MAX_VALUE;
            gradient[8] = Float.MAX_VALUE;
            assertThat(device.take(gradient)).isFinite();
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void aGradientThatIsSeenToBeUnfitLeavesNoTrace(float bad) {
        Clip clip = new Clip.Norm(1);
        try (DescentFixture host = onHost(settings(clip));
                DescentFixture device = onDevice(settings(clip))) {
            train(host, clip, 0, 6);
            train(device, clip, 0, 3);
            float[] gradient = gaussians(SIZE, 3);
            gradient[SIZE - 2] = bad;
            assertThat(device.take(gradient)).isNotFinite();
            train(device, clip, 3, 6);
            assertAlike(device, host);
        }
    }

    @Test
    void theHostHasWhatTheStepsMadeOnceItIsAskedFor() {
        Clip clip = new Clip.Norm(1);
        try (DescentFixture device = onDevice(settings(clip))) {
            float[] before = device.parameters.clone();
            train(device, clip, 0, 2);
            assertThat(device.parameters).isEqualTo(before);
            device.descent.parametersToHost();
            assertThat(device.parameters).isNotEqualTo(before).isEqualTo(device.ofModel());
            assertThat(device.optimizer.firstMoments()).containsOnly(0);
            device.descent.momentsToHost();
            assertThat(device.optimizer.firstMoments()).doesNotContain(0);
            assertThat(device.optimizer.secondMoments()).doesNotContain(0);
        }
    }

    @Test
    void whatOthersMakeOfTheParametersIsWhereTheNextStepBegins() {
        Clip clip = new Clip.Norm(1);
        try (DescentFixture host = onHost(settings(clip));
                DescentFixture device = onDevice(settings(clip))) {
            for (DescentFixture each : new DescentFixture[] {host, device}) {
                train(each, clip, 0, 3);
                each.descent.parametersToHost();
                each.parameters[SIZE / 2] += 3;
                each.descent.parametersChanged();
                train(each, clip, 3, 6);
            }
            assertAlike(device, host);
        }
    }

    @Test
    void aRestoredOneGoesOnToTheBitAndOneOfTheHostWithinRounding() {
        AdamWSettings settings = settings(new Clip.Norm(1));
        for (boolean onDevice : new boolean[] {true, false}) {
            try (DescentFixture first = onDevice(settings)) {
                train(first, settings.clip(), 0, 4);
                first.descent.parametersToHost();
                first.descent.momentsToHost();
                AdamW restored = new AdamW(
                        settings,
                        first.optimizer.firstMoments().clone(),
                        first.optimizer.secondMoments().clone(),
                        first.optimizer.steps());
                float[] parameters = first.parameters.clone();
                try (DescentFixture second = onDevice
                        ? DescentFixture.onDevice(restored, parameters)
                        : DescentFixture.onHost(restored, parameters)) {
                    train(first, settings.clip(), 4, 8);
                    train(second, settings.clip(), 4, 8);
                    assertAlike(second, first);
                    if (onDevice) {
                        assertThat(second.parameters).isEqualTo(first.parameters);
                    }
                }
            }
        }
    }

    private static AdamWSettings settings(Clip clip) {
        return new AdamWSettings(1e-2, 0.9, 0.999, 1e-8, 0.01, 5, Schedule.CONSTANT, clip);
    }

    private static DescentFixture onHost(AdamWSettings settings) {
        return DescentFixture.onHost(new AdamW(settings, SIZE), times(0.1f, gaussians(SIZE, 1)));
    }

    private static DescentFixture onDevice(AdamWSettings settings) {
        return DescentFixture.onDevice(new AdamW(settings, SIZE), times(0.1f, gaussians(SIZE, 1)));
    }

    private static float[] times(float factor, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    /** With gradients of different lengths, of which some are clipped. */
    private static void train(DescentFixture fixture, Clip clip, int from, int to) {
        Clipper clipper = new Clipper(clip, new double[clip.memoryLength()]);
        for (int step = from; step < to; step++) {
            float[] gradient = times(step % 3 == 0 ? 1e-3f : 1, gaussians(SIZE, 100 + step));
            fixture.descent.step(clipper.keep(fixture.take(gradient)));
        }
    }

    private static void assertAlike(DescentFixture actual, DescentFixture expected) {
        for (DescentFixture each : new DescentFixture[] {actual, expected}) {
            each.descent.parametersToHost();
            each.descent.momentsToHost();
        }
        assertThat(actual.parameters).containsExactly(expected.parameters, within(TOLERANCE));
        assertThat(actual.optimizer.firstMoments())
                .containsExactly(expected.optimizer.firstMoments(), within(TOLERANCE));
        assertThat(actual.optimizer.secondMoments())
                .containsExactly(expected.optimizer.secondMoments(), within(TOLERANCE));
        assertThat(actual.optimizer.steps()).isEqualTo(expected.optimizer.steps());
    }
}
