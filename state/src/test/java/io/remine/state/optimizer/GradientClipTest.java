package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GradientClipTest {

    @Test
    void aGradientLongerThanTheLimitKeepsItsDirectionAndGetsTheLimitsLength() {
        float[] gradient = {3, 0, -4};
        assertThat(GradientClip.clip(gradient, 1)).isEqualTo(5);
        assertThat(gradient).containsExactly(new float[] {0.6f, 0, -0.8f}, within(1e-7f));
    }

    @Test
    void aGradientWithinTheLimitIsLeftAlone() {
        float[] gradient = {3, -4};
        assertThat(GradientClip.clip(gradient, 5)).isEqualTo(5);
        assertThat(gradient).containsExactly(3, -4);
    }

    @Test
    void aLongArraysNormCountsEveryElementOnce() {
        float[] gradient = new float[3 * FlatRanges.LENGTH + 5];
        Arrays.fill(gradient, 0.5f);
        assertThat(GradientClip.norm(gradient)).isCloseTo(Math.sqrt(gradient.length * 0.25), within(1e-9));
    }

    @Test
    void oneBadElementIsSeenByTheCallerAndChangesNoOther() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] gradient = new float[2 * FlatRanges.LENGTH];
            Arrays.fill(gradient, 100);
            gradient[FlatRanges.LENGTH + 3] = bad;
            assertThat(GradientClip.clip(gradient, 1)).isNotFinite();
            assertThat(gradient[0]).isEqualTo(100);
        }
    }

    @Test
    void theLargestFloatsDoNotOverflow() {
        float[] gradient = {Float.MAX_VALUE, Float.MAX_VALUE};
        assertThat(GradientClip.clip(gradient, 1)).isFinite();
        assertThat(gradient).containsExactly(new float[] {0.70710677f, 0.70710677f}, within(1e-6f));
    }
}
