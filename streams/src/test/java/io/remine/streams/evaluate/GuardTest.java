package io.remine.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.evaluation.Prequential;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final int BATCH = 32;

    private final Guard guard = new Guard(96);

    @Test
    void noticesACollapseAfterItsWindow() {
        for (int batch = 0; batch < 10; batch++) {
            guard.add(batch(0.6, 0.6));
        }
        assertThat(guard.noticedAt()).isEmpty();

        guard.add(batch(0.2, 0.6));

        assertThat(guard.noticedAt()).hasValue(11L * BATCH);
        guard.add(batch(0.9, 0.6));
        assertThat(guard.noticedAt()).as("the first time counts").hasValue(11L * BATCH);
    }

    @Test
    void staysSilentWhileTheModelIsAsGoodOrBetter() {
        for (int batch = 0; batch < 100; batch++) {
            guard.add(batch(batch % 2 == 0 ? 0.65 : 0.57, 0.6));
        }

        assertThat(guard.noticedAt()).isEmpty();
    }

    @Test
    void staysSilentBeforeItHasSeenEnoughOrIfNothingIsSampled() {
        guard.add(batch(0, 0.6));
        guard.add(batch(0, 0.6));
        assertThat(guard.noticedAt()).isEmpty();

        Guard unsampled = new Guard(96);
        for (int batch = 0; batch < 100; batch++) {
            unsampled.add(new Prequential(BATCH, 0, 0, 0, 0));
        }
        assertThat(unsampled.noticedAt()).isEmpty();
    }

    private static Prequential batch(double model, double control) {
        return new Prequential(BATCH, BATCH * model, BATCH, BATCH * model, BATCH * control);
    }
}
