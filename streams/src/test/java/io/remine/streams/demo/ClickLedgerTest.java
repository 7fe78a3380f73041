package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClickLedgerTest {

    private static final TimelineId TIMELINE = new TimelineId("t");

    private final ClickLedger ledger = new ClickLedger();

    @Test
    void aClickIsServedByTheFirstVersionThatContainsIt() {
        ledger.made(click(0), 1_000);
        ledger.made(click(1), 1_500);

        ledger.served(version(1, 1, List.of(), 2_000), 2_100);
        assertThat(ledger.toServed().percentiles()).isEqualTo(new Durations.Percentiles(1_100L, 1_100L));

        ledger.served(version(2, 2, List.of(), 3_000), 3_100);
        assertThat(ledger.toServed().count()).isEqualTo(2);
        ledger.served(version(3, 2, List.of(), 4_000), 4_100);
        assertThat(ledger.toServed().count()).isEqualTo(2);
        assertThat(ledger.toServed().percentiles()).isEqualTo(new Durations.Percentiles(1_100L, 1_600L));
    }

    @Test
    void aClickThatWasReadButIsHeldIsNotServed() {
        ledger.made(click(0), 1_000);

        ledger.served(version(1, 1, List.of(click(0)), 2_000), 2_100);
        assertThat(ledger.toServed().count()).isZero();
    }

    @Test
    void theLagCountsWhatWasMadeBeforeTheVersionAndIsNotInIt() {
        ledger.made(click(0), 1_000);
        ledger.made(click(1), 1_100);
        ledger.made(click(2), 1_200);
        ledger.made(click(3), 9_000);

        assertThat(ledger.lag(version(1, 2, List.of(click(1)), 2_000))).isEqualTo(2);
        assertThat(ledger.made()).isEqualTo(4);
    }

    private static InputPosition click(long offset) {
        return new InputPosition("clicks", 0, offset);
    }

    private static VersionRecord version(long checkpoint, long next, List<InputPosition> held, long millis) {
        return new VersionRecord(
                new ModelVersion(TIMELINE, checkpoint),
                Optional.empty(),
                Ancestry.fresh(TIMELINE),
                Generation.FIRST,
                Lineage.NONE,
                InputOffsets.NONE.through(click(next - 1)),
                held,
                new SliceLayout(1, 16),
                List.of(new VersionSlice(
                        0,
                        List.of(new BlobRef(BlobHash.of(new byte[] {1}), 1)),
                        Optional.empty(),
                        new ParameterHash("00".repeat(32)))),
                VersionMetrics.NONE,
                millis);
    }
}
