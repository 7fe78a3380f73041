package io.remine.operators.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OuterTest {

    @Test
    void identityAddsTheProgressAsItIs() {
        double[] progress = {0.25, -3};

        new Outer.Identity().step(progress, new float[0]);

        assertThat(progress).containsExactly(0.25, -3);
    }

    /** v = 0.5 * 0 + 1 = 1, added 0.5 * (1 + 0.5 * 1); then v = 0.5 * 1 + 2 = 2.5, added 0.5 * (2 + 0.5 * 2.5). */
    @Test
    void nesterovAgreesWithValuesComputedByHand() {
        Outer outer = new Outer.Nesterov(0.5, 0.5);
        float[] velocity = {0};
        double[] first = {1};
        double[] second = {2};

        outer.step(first, velocity);
        assertThat(velocity).containsExactly(1);
        outer.step(second, velocity);

        assertThat(first).containsExactly(0.75);
        assertThat(second).containsExactly(1.625);
        assertThat(velocity).containsExactly(2.5f);
    }

    @Test
    void refusesMomentumThatNeverFades() {
        assertThatThrownBy(() -> new Outer.Nesterov(0.7, 1)).hasMessageContaining("outer momentum 1.0");
        assertThatThrownBy(() -> new Outer.Nesterov(Double.NaN, 0.9)).hasMessageContaining("outer learning rate NaN");
    }
}
