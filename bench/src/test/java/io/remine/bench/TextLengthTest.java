package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextLengthTest {

    @Test
    void halfOfTheTextsAreLongerThanTheMedian() {
        Random random = new Random(7);
        int[] words = IntStream.range(0, 10_001)
                .map(text -> TextLength.OF_QUERIES.words(random))
                .sorted()
                .toArray();
        assertThat(words[5_000]).isEqualTo(12);
        assertThat(words[500]).isBetween(6, 8); // 5 %
        assertThat(words[9_500]).isBetween(20, 22); // 95 %
        assertThat(words[10_000]).isLessThanOrEqualTo(TextLength.MAX_WORDS);
    }

    @Test
    void withoutSpreadAllAreAsLong() {
        Random random = new Random(7);
        assertThat(IntStream.range(0, 100).map(text -> new TextLength(62, 0).words(random)))
                .containsOnly(62);
    }

    @Test
    void lengthsThatTheEncoderWouldCutAreRefused() {
        assertThatThrownBy(() -> new TextLength(127, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("127 words, must be 1 to 126");
    }
}
