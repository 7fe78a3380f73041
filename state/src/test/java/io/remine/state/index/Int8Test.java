package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Int8Test {

    @Test
    void aVectorIsTheNearestMultiplesOfItsLargestBy127() {
        float[] vector = {254, -254, 3, 2.9f, -5, 0};
        assertThat(Int8.scale(vector)).isEqualTo(2);
        assertThat(quantized(vector)).containsExactly(127, -127, 2, 1, -2, 0); // 1.5 and -2.5 go to the even neighbour
    }

    @Test
    void noNumberIsOffByMoreThanHalfAScaleAndNoneGrowsOutOfRange() {
        long seed = System.nanoTime();
        System.out.println("Int8Test seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            float magnitude = (float) Math.pow(10, random.nextInt(9) - 4);
            float[] vector = new float[7];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = magnitude * (float) random.nextGaussian();
            }
            float scale = Int8.scale(vector);
            float largest = 0;
            for (float value : vector) {
                largest = Math.max(largest, Math.abs(value));
                assertThat(scale * Int8.quantize(value, scale))
                        .isBetween(value - 0.5001f * scale, value + 0.5001f * scale);
            }
            assertThat(scale * 127).isLessThanOrEqualTo(largest);
        }
    }

    @Test
    void whatIsTooSmallForAScaleIsZero() {
        assertThat(quantized(new float[] {0, -0f})).containsExactly(0, 0);
        assertThat(quantized(new float[] {Float.MIN_VALUE, 0})).containsExactly(0, 0);
        assertThat(quantized(new float[] {190 * Float.MIN_VALUE, 1})).containsExactly(0, 127);
        assertThat(quantized(new float[] {190 * Float.MIN_VALUE, Float.MIN_VALUE}))
                .containsExactly(127, 1);
    }

    private static byte[] quantized(float[] vector) {
        float scale = Int8.scale(vector);
        byte[] quantized = new byte[vector.length];
        for (int i = 0; i < vector.length; i++) {
            quantized[i] = Int8.quantize(vector[i], scale);
        }
        return quantized;
    }
}
