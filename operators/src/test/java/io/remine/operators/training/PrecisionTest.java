package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PrecisionTest {

    @Test
    void int8TakesTheLeastPowerOfTwoWithWhichTheLargestValueIsInRange() {
        assertThat(rounded(Precision.INT8, 127, -1.4f, 0.5f, 1.5f)).containsExactly(127, -1, 0, 2);
        assertThat(rounded(Precision.INT8, 127.5f, 3)).containsExactly(128, 4);
        assertThat(rounded(Precision.INT8, -0.75f, 0.004f, 1e-9f)).containsExactly(-0.75f, 0.0078125f, 0);
        assertThat(rounded(Precision.INT8, 0, 0)).containsExactly(0, 0);
    }

    @Test
    void fp16KeepsElevenBits() {
        assertThat(rounded(Precision.FP16, 1.0002f, 1.0009f, -3e-8f, 2e-8f))
                .containsExactly(1, 1 + 0x1p-10f, -0x1p-24f, 0);
    }

    @Test
    void aValueOutOfRangeBecomesTheLargestInIt() {
        assertThat(rounded(Precision.FP16, 1e6f, -1e30f)).containsExactly(65_504, -65_504);
        assertThat(rounded(Precision.INT8, Float.MAX_VALUE, -1)).containsExactly(127 * 0x1p121f, 0);
        assertThat(rounded(Precision.INT8, Float.MIN_VALUE, 0)).containsExactly(Float.MIN_VALUE, 0);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadIsWhatWasRoundedAtEveryMagnitude(Precision precision) throws IOException {
        long seed = 20261124;
        Random random = new Random(seed);
        for (int trial = 0; trial < 2_000; trial++) {
            float magnitude = Math.scalb(random.nextFloat(), random.nextInt(270) - 145);
            int[] values = IntStream.range(0, 1 + random.nextInt(40))
                    .map(i -> Float.floatToRawIntBits(magnitude * (float) random.nextGaussian()))
                    .toArray();
            precision.round(values, 0, values.length);
            byte[] written = write(precision, values);
            assertThat(written).hasSize(precision.bytes(values.length));
            assertThat(read(precision, written, values.length))
                    .as("seed %d, trial %d", seed, trial)
                    .isEqualTo(values);
        }
    }

    @Test
    void slicesAreRoundedByThemselves() {
        int[] values = bits(1000, 1, 1);
        Precision.INT8.round(values, 1, 2);
        assertThat(floats(values)).containsExactly(1000, 1, 1);
    }

    @Test
    void aQuantumThatNoFloatHasIsRefused() {
        for (int exponent : new int[] {-150, 122, Short.MAX_VALUE}) {
            byte[] written = {(byte) (exponent >> 8), (byte) exponent, 1};
            assertThatThrownBy(() -> read(Precision.INT8, written, 1))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("2^" + exponent);
        }
    }

    private static float[] rounded(Precision precision, float... values) {
        int[] bits = bits(values);
        precision.round(bits, 0, bits.length);
        return floats(bits);
    }

    private static int[] bits(float... values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToRawIntBits(values[i]))
                .toArray();
    }

    private static float[] floats(int[] bits) {
        float[] floats = new float[bits.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(bits[i]);
        }
        return floats;
    }

    private static byte[] write(Precision precision, int[] values) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        precision.write(values, new DataOutputStream(out));
        return out.toByteArray();
    }

    private static int[] read(Precision precision, byte[] written, int length) throws IOException {
        return precision.read(length, new DataInputStream(new ByteArrayInputStream(written)));
    }
}
