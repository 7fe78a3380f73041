package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BitDifferenceTest {

    @Test
    void foldingTheDifferenceGivesTheSameBitsForEveryPattern() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        float[] from = new float[4096];
        float[] to = new float[4096];
        for (int i = 0; i < from.length; i++) {
            from[i] = Float.intBitsToFloat(random.nextInt());
            to[i] = Float.intBitsToFloat(random.nextInt());
        }

        float[] folded = from.clone();
        BitDifference.apply(BitDifference.between(from, to), folded, 0);

        for (int i = 0; i < to.length; i++) {
            assertThat(Float.floatToRawIntBits(folded[i]))
                    .as("element %d, seed %d", i, seed)
                    .isEqualTo(Float.floatToRawIntBits(to[i]));
        }
    }

    @Test
    void aPartIsAppliedWhereItBegins() {
        float[] from = {1, 2, 3, 4};
        float[] to = {1, 2, -3, 5};

        int[] difference = BitDifference.between(from, to, 2, 2);
        BitDifference.apply(difference, from, 2);

        assertThat(from).containsExactly(to);
    }
}
