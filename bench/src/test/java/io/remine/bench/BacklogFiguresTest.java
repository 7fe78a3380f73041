package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogFiguresTest {

    private static final MemoryCurve FLAT = new MemoryCurve(List.of(100L, 101L));
    private static final MemoryCurve GROWING = new MemoryCurve(List.of(100L, 110L));

    @Test
    void aCheckpointMayTakeTwoMicroBatchesAndASecond() {
        BacklogFigures figures = figures(List.of(1_100L, 1_101L), 0, FLAT);
        assertThat(figures.limitMillis()).isEqualTo(1_100);
        assertThat(figures.late()).isEqualTo(1);
    }

    @Test
    void oneLateCheckpointInTwentyIsBorneAndNeitherTwoNorAFailedOneNorGrowth() {
        List<Long> checkpoints = new ArrayList<>(Collections.nCopies(19, 20L));
        checkpoints.add(5_000L);
        assertThat(figures(checkpoints, 0, FLAT).isKept()).isTrue();
        assertThat(figures(checkpoints, 1, FLAT).isKept()).isFalse();
        assertThat(figures(checkpoints, 0, GROWING).isKept()).isFalse();
        checkpoints.add(5_000L);
        assertThat(figures(checkpoints, 0, FLAT).isKept()).isFalse();
    }

    private static BacklogFigures figures(List<Long> checkpointMillis, int failed, MemoryCurve memory) {
        return new BacklogFigures(1_000_000, 900_000, 100_000, 60, 50, checkpointMillis, failed, memory);
    }
}
