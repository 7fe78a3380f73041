package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.lineage.InputPosition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClickLedgerTest {

    private final ClickLedger ledger = new ClickLedger();

    @Test
    void aClickIsServedByTheFirstVersionThatContainsIt() {
        ledger.made(click(0), 1_000);
        ledger.made(click(1), 1_500);

        ledger.served(Versions.version(1, 1, List.of(), 2_000), 2_100);
        assertThat(ledger.toServed().percentiles()).isEqualTo(new Durations.Percentiles(1_100L, 1_100L));

        ledger.served(Versions.version(2, 2, List.of(), 3_000), 3_100);
        assertThat(ledger.toServed().count()).isEqualTo(2);
        ledger.served(Versions.version(3, 2, List.of(), 4_000), 4_100);
        assertThat(ledger.toServed().count()).isEqualTo(2);
        assertThat(ledger.toServed().percentiles()).isEqualTo(new Durations.Percentiles(1_100L, 1_600L));
    }

    @Test
    void aClickThatWasReadButIsHeldIsNotServed() {
        ledger.made(click(0), 1_000);

        ledger.served(Versions.version(1, 1, List.of(click(0)), 2_000), 2_100);
        assertThat(ledger.toServed().count()).isZero();
    }

    @Test
    void theLagCountsWhatWasMadeBeforeTheVersionAndIsNotInIt() {
        ledger.made(click(0), 1_000);
        ledger.made(click(1), 1_100);
        ledger.made(click(2), 1_200);
        ledger.made(click(3), 9_000);

        assertThat(ledger.lag(Versions.version(1, 2, List.of(click(1)), 2_000))).isEqualTo(2);
        assertThat(ledger.made()).isEqualTo(4);
    }

    static InputPosition click(long offset) {
        return new InputPosition("clicks", 0, offset);
    }
}
