package io.remine.streams.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReaderTest {

    private static final int LOOKUPS = 20_000;

    private final List<DocumentId> senses =
            IntStream.range(0, 6).mapToObj(i -> new DocumentId("n-" + i)).toList();

    @Test
    void theSameSeedClicksTheSame() {
        assertThat(clicks(Reader.USUAL, 3, 7)).isEqualTo(clicks(Reader.USUAL, 3, 7));
        assertThat(clicks(Reader.USUAL, 3, 7)).isNotEqualTo(clicks(Reader.USUAL, 3, 8));
    }

    @Test
    void whatStandsLowerIsClickedLess() {
        double before = 1;
        for (int right = 0; right < senses.size(); right++) {
            int position = right;
            double share = share(clicks(Reader.USUAL, right, 11), position);
            assertThat(share).as("right sense at %d", right).isLessThan(before);
            before = share;
        }
    }

    @Test
    void aReaderWithoutBiasAndNoiseIsAlwaysRight() {
        assertThat(clicks(new Reader(0, 1, 0), 5, 1)).containsOnly(OptionalInt.of(5));
    }

    @Test
    void someLeaveWithoutAClick() {
        assertThat(clicks(Reader.USUAL, 5, 1)).contains(OptionalInt.empty());
    }

    @Test
    void probabilitiesMustMakeSense() {
        assertThatThrownBy(() -> new Reader(0.5, 0.3, 0.4)).hasMessageContaining("wrong <= right");
        assertThatThrownBy(() -> new Reader(Double.NaN, 0.9, 0.1)).hasMessageContaining("bias NaN");
    }

    private List<OptionalInt> clicks(Reader reader, int right, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, LOOKUPS)
                .mapToObj(i -> reader.click(senses, senses.get(right), random))
                .toList();
    }

    private static double share(List<OptionalInt> clicks, int position) {
        return clicks.stream().filter(OptionalInt.of(position)::equals).count() / (double) clicks.size();
    }
}
