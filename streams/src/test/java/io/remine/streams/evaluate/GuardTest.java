package io.remine.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.evaluation.Prequential;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final int BATCH = 32;

    private final Guard guard = new Guard();

    @Test
    void noticesWhenTheStreamSoFarWasSurelyHarmedAndKeepsTheFirstTime() {
        for (int batch = 0; batch < 10; batch++) {
            guard.add(batch(0.1, 0.1));
        }
        assertThat(guard.noticedAt()).isEmpty();

        int batches = 10;
        while (guard.noticedAt().isEmpty() && batches < 100) {
            guard.add(batch(0.1, 0.4));
            batches++;
        }
        assertThat(guard.noticedAt()).hasValue((long) batches * BATCH);
        assertThat(batches).isBetween(11, 20);

        guard.add(batch(1, 0));
        assertThat(guard.noticedAt()).as("the first time counts").hasValue((long) batches * BATCH);
    }

    @Test
    void staysSilentWhileTheModelIsAsGoodOrBetter() {
        for (int batch = 0; batch < 100; batch++) {
            guard.add(batch % 2 == 0 ? batch(0.4, 0.1) : batch(0.1, 0.4));
            guard.add(batch(0.2, 0.1));
        }

        assertThat(guard.noticedAt()).isEmpty();
    }

    @Test
    void staysSilentBeforeItHasSeenEnoughOrIfNothingIsSampled() {
        for (int batch = 0; batch < 3; batch++) {
            guard.add(batch(0, 1));
        }
        assertThat(guard.noticedAt()).as("96 pairs").isEmpty();

        Guard unsampled = new Guard();
        for (int batch = 0; batch < 100; batch++) {
            unsampled.add(new Prequential(BATCH, 0, 0, 0, 0, 0, 0));
        }
        assertThat(unsampled.noticedAt()).isEmpty();
    }

    /** A micro-batch of which these shares are ranked better and worse by 0.5. */
    private static Prequential batch(double better, double worse) {
        long up = Math.round(better * BATCH);
        long down = Math.round(worse * BATCH);
        return new Prequential(BATCH, 0, BATCH, 0, 0, 0.5 * (up - down), 0.25 * (up + down));
    }
}
