package io.remine.operators.publishing;

import static io.remine.operators.publishing.PublisherInputs.position;
import static io.remine.operators.publishing.PublisherInputs.read;
import static io.remine.operators.publishing.PublisherInputs.round;
import static io.remine.operators.publishing.PublisherInputs.slice;
import static io.remine.operators.publishing.PublisherInputs.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import io.remine.operators.training.RoundSummary;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishingCodecsTest {

    private static final TimelineId FIRST = new TimelineId("first-life");
    private static final TimelineId SECOND = new TimelineId("second-life");

    @Test
    void whatThePublisherIsToldIsWrittenAsTheGoldenFilesSay() throws IOException {
        Golden.check("publishing/input-slice-1.hex", PublishInputCodec.INSTANCE, slice(3, 1, true));
        Golden.check(
                "publishing/input-round-1-summary-2.hex", PublishInputCodec.INSTANCE, round(2, 3, 64, position(0, 9)));
        Golden.check("publishing/input-read-1.hex", PublishInputCodec.INSTANCE, read(1, 12));
    }

    @Test
    void theLedgerIsWrittenAsItsGoldenFileSays() throws IOException {
        TreeMap<Integer, List<InputPosition>> held = new TreeMap<>();
        held.put(0, List.of());
        held.put(3, List.of(position(0, 8), position(1, 9)));
        RoundSummary summary = ((PublishInput.Round) round(1, 7, 8)).summary();
        Golden.check(
                "publishing/ledger-2.hex",
                LedgerStateCodec.INSTANCE,
                new LedgerState(
                        new Ancestry(SECOND, List.of(new ModelVersion(FIRST, 5))),
                        new Generation(1),
                        Optional.of(new ModelVersion(FIRST, 4)),
                        new Lineage(320, -2),
                        InputOffsets.NONE.through(position(0, 8)).through(position(1, 9)),
                        held,
                        RoundTotals.NONE.plus(summary),
                        List.of(new Prequential(32, 8, 4, 1, 0.5, 0.25, 0.125)),
                        List.of(
                                new RetainedVersion(new ModelVersion(FIRST, 3), true, List.of(update(3, 0))),
                                new RetainedVersion(new ModelVersion(FIRST, 4), false, List.of()))));
    }

    @Test
    void whatWasWrittenBeforeThereWereGainsIsReadWithout() throws IOException {
        Prequential round = Prequential.withoutGains(8, 8, 2, 2, 1);

        LedgerState ledger = LedgerStateCodec.INSTANCE.decode(Golden.read("publishing/ledger-1.hex"));
        assertThat(ledger.since().prequential()).isEqualTo(round);
        assertThat(ledger.window()).containsExactly(Prequential.withoutGains(32, 8, 4, 1, 0.5));
        assertThat(ledger.retained()).hasSize(2);
        assertThat(LedgerStateCodec.INSTANCE.decode(Golden.read("publishing/ledger-fresh-1.hex")))
                .isEqualTo(LedgerState.fresh(Ancestry.fresh(FIRST), Generation.FIRST));
        assertThat(PublishInputCodec.INSTANCE.decode(Golden.read("publishing/input-round-1.hex")))
                .isEqualTo(round(2, 3, 64, Prequential.withoutGains(64, 64, 16, 16, 8), position(0, 9)));
        assertThat(VersionRecordCodec.INSTANCE
                        .decode(Golden.read("publishing/version-1.hex"))
                        .metrics()
                        .againstControl())
                .isEqualTo(round.difference());
    }

    @Test
    void aFreshLedgerIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "publishing/ledger-fresh-2.hex",
                LedgerStateCodec.INSTANCE,
                LedgerState.fresh(Ancestry.fresh(FIRST), Generation.FIRST));
    }

    @Test
    void aVersionOnItsWayToTheGateIsWrittenAsItsGoldenFileSays() throws IOException {
        VersionLedger ledger =
                new VersionLedger(LedgerState.fresh(Ancestry.fresh(FIRST), Generation.FIRST), new SliceLayout(2, 2), 1);
        ledger.accept(round(0, 3, 8));
        ledger.accept(slice(3, 0, false));
        Golden.check(
                "publishing/version-1-gains.hex",
                VersionRecordCodec.INSTANCE,
                ledger.close(Set.of(), 1_700_000_000_000L).orElseThrow().version());
    }
}
