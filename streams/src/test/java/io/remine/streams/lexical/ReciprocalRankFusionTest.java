package io.remine.streams.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.streams.lexical.ReciprocalRankFusion.Fused;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {

    @Test
    void scoresAreTheSumsOfReciprocalRanksWithSixty() {
        List<Fused<String>> fused =
                ReciprocalRankFusion.fuse(List.of(List.of("a", "b", "c"), List.of("c", "d", "b", "e")), 10);

        assertThat(fused).extracting(Fused::ranked).containsExactly("c", "b", "a", "d", "e");
        assertThat(fused.get(0).score()).isCloseTo(1 / 63.0 + 1 / 61.0, within(1e-15));
        assertThat(fused.get(1).score()).isCloseTo(1 / 62.0 + 1 / 63.0, within(1e-15));
        assertThat(fused.get(2).score()).isCloseTo(1 / 61.0, within(1e-15));
        assertThat(fused.get(3).score()).isCloseTo(1 / 62.0, within(1e-15));
        assertThat(fused.get(4).score()).isCloseTo(1 / 64.0, within(1e-15));
    }

    @Test
    void ofEqualScoresTheOneThatAnEarlierRankingNamesComesFirst() {
        assertThat(ReciprocalRankFusion.fuse(List.of(List.of("a", "b"), List.of("c", "d")), 3))
                .extracting(Fused::ranked)
                .containsExactly("a", "c", "b");
    }

    @Test
    void nothingFusedIsNothing() {
        assertThat(ReciprocalRankFusion.fuse(List.of(List.of(), List.of()), 3)).isEmpty();
    }
}
