package io.remine.state.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Float16Test {

    @Test
    void everyHalfHasTheValueOfItsDefinition() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            int exponent = (bits >> 10) & 0x1f;
            int fraction = bits & 0x3ff;
            double magnitude = exponent == 0
                    ? fraction * Math.pow(2, -24)
                    : exponent == 31
                            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                            : (1024 + fraction) * Math.pow(2, exponent - 25);
            double value = (bits & 0x8000) == 0 ? magnitude : -magnitude;
            assertThat((double) Float16.toFloat((short) bits))
                    .as("half %x", bits)
                    .isEqualTo((Double) value);
        }
    }

    @Test
    void manyAtATimeHaveTheSameValuesWhereverTheyBeginAndHoweverManyTheyAre() {
        ByteBuffer halves = ByteBuffer.allocateDirect(0x10000 * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits <= 0xffff; bits++) {
            halves.putShort(bits * Short.BYTES, (short) bits);
        }
        for (int count : new int[] {0xffff, 1, 2, 3, 4, 7}) {
            float[] values = new float[count];
            Float16.toFloats(halves, Short.BYTES, values);
            for (int i = 0; i < count; i++) {
                assertThat(values[i]).isEqualTo((Float) Float16.toFloat((short) (i + 1)));
            }
        }
    }

    @Test
    void everyHalfSurvivesARoundTrip() {
        for (int bits = 0; bits <= 0xffff; bits++) {
            float value = Float16.toFloat((short) bits);
            int expected = Float.isNaN(value) ? bits | 0x200 : bits;
            assertThat(Float16.fromFloat(value) & 0xffff).as("half %x", bits).isEqualTo(expected);
        }
    }

    @Test
    void betweenTwoHalvesTheNearerWinsAndATieGoesToTheEvenOne() {
        for (int bits = 0; bits < 0x7c00; bits++) {
            float below = Float16.toFloat((short) bits);
            float above = bits == 0x7bff ? 65536f : Float16.toFloat((short) (bits + 1));
            float middle = (below + above) / 2;
            int even = (bits & 1) == 0 ? bits : bits + 1;
            assertThat((int) Float16.fromFloat(middle)).isEqualTo(even);
            assertThat((int) Float16.fromFloat(Math.nextDown(middle))).isEqualTo(bits);
            assertThat((int) Float16.fromFloat(Math.nextUp(middle))).isEqualTo(bits + 1);
            assertThat(Float16.fromFloat(-middle) & 0xffff).isEqualTo(even | 0x8000);
        }
    }

    @Test
    void aUnitVectorLosesAtMostATwoThousandthOfEachComponent() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            float value = (float) random.nextGaussian();
            assertThat(Math.abs(Float16.toFloat(Float16.fromFloat(value)) - value))
                    .isLessThanOrEqualTo(Math.max(Math.abs(value) * 0x1p-11f, 0x1p-25f));
        }
    }
}
