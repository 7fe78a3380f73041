package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackAfterHealingTest {

    @Test
    void breaksWhenTheSlowestRecoveryTakesMoreThanAMinute() {
        BackAfterHealing healing = new BackAfterHealing();
        assertThat(healing.finding().holds()).isTrue();
        healing.recovered("network cut 5 s", 60_000);
        healing.recovered("network cut 40 s", 2_000);
        assertThat(healing.finding().holds()).isTrue();
        healing.recovered("network cut 40 s", 60_001);
        assertThat(healing.finding().holds()).isFalse();
        assertThat(healing.finding().seen()).isEqualTo("3 times; 60.0 s at most of 60 s, after: network cut 40 s");
    }
}
