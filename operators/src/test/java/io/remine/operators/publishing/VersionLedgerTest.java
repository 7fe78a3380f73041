package io.remine.operators.publishing;

import static io.remine.operators.publishing.PublisherInputs.fullCopy;
import static io.remine.operators.publishing.PublisherInputs.position;
import static io.remine.operators.publishing.PublisherInputs.read;
import static io.remine.operators.publishing.PublisherInputs.round;
import static io.remine.operators.publishing.PublisherInputs.slice;
import static io.remine.operators.publishing.PublisherInputs.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionLedgerTest {

    private static final TimelineId LIFE = new TimelineId("life");
    private static final SliceLayout TWO_SLICES = new SliceLayout(5, 3);
    private static final long NOW = 1_700_000_000_000L;

    private final VersionLedger ledger =
            new VersionLedger(LedgerState.fresh(Ancestry.fresh(LIFE), Generation.FIRST), TWO_SLICES, 100);

    @Test
    void aVersionSaysWhatItContains() {
        accept(round(1, 4, 40, position(1, 7)), round(0, 4, 60), read(0, 60), read(1, 47));
        accept(slice(4, 1, false), slice(4, 0, false));

        VersionRecord version = close();

        assertThat(version.version()).isEqualTo(new ModelVersion(LIFE, 4));
        assertThat(version.parent()).isEmpty();
        assertThat(version.lineage()).isEqualTo(new Lineage(100, 100_000));
        assertThat(version.offsets().contain(position(0, 60))).isTrue();
        assertThat(version.offsets().contain(position(1, 48))).isFalse();
        assertThat(version.held()).containsExactly(position(1, 7));
        assertThat(version.slices()).extracting(VersionSlice::slice).containsExactly(0, 1);
        assertThat(version.metrics().mrr10()).isEqualTo(1);
        assertThat(version.metrics().controlMrr10()).isEqualTo(0.5);
        assertThat(version.metrics().againstControl().mean()).isEqualTo(0.25);
        assertThat(version.metrics().loss()).isEqualTo(6.0 / 8);
        assertThat(version.metrics().steps()).isEqualTo(10);
        assertThat(version.metrics().skippedSteps()).isEqualTo(2);
        assertThat(version.metrics().driftFromBase()).isEqualTo(1e-7f);
    }

    @Test
    void nothingMergedIsNoVersionButIsRemembered() {
        accept(round(0, 1, 0, position(0, 3)), read(0, 3));
        assertThat(ledger.close(Set.of(), NOW)).isEmpty();

        accept(round(0, 2, 32), slice(2, 0, false), slice(2, 1, false));

        VersionRecord version = close();
        assertThat(version.offsets().contain(position(0, 3))).isTrue();
        assertThat(version.held()).as("replaced by what the worker said last").isEmpty();
    }

    @Test
    void numbersHaveGapsAndEveryVersionNamesTheOneBefore() {
        mergeAll(3);
        VersionRecord third = close();
        mergeAll(9);
        VersionRecord ninth = close();

        assertThat(ninth.version().checkpoint()).isEqualTo(9);
        assertThat(ninth.parent()).contains(third.version());
    }

    @Test
    void allSlicesMakeAVersionOrNone() {
        accept(slice(1, 1, false));

        assertThatThrownBy(() -> ledger.close(Set.of(), NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("slices [1] were merged but not [0]");
        assertThatThrownBy(ledger::state).hasMessageContaining("slices [1] are merged but in no version");
    }

    @Test
    void aSliceMergedAtAnAbortedCheckpointBringsBothItsUpdates() {
        accept(slice(1, 0, true));
        accept(slice(2, 0, false), slice(2, 1, true));

        VersionRecord version = close();

        assertThat(version.version().checkpoint()).isEqualTo(2);
        assertThat(version.slices().get(0).updates()).containsExactly(update(1, 0), update(2, 0));
        assertThat(version.slices().get(0).full())
                .as("the full copy is older than the second update")
                .isEmpty();
        assertThat(version.slices().get(1).updates()).containsExactly(update(2, 1));
        assertThat(version.isFullCopy()).isFalse();
    }

    @Test
    void metricsCoverTheLastRoundsThatMakeUpTheWindow() {
        for (int i = 0; i < 3; i++) {
            accept(round(0, 1 + i, 60, new Prequential(60, i * 30, 0, 0, 0, 0, 0)));
            mergeAll(1 + i);
            VersionRecord version = close();
            assertThat(version.metrics().windowExamples()).isEqualTo(i == 0 ? 60 : 120);
            assertThat(version.metrics().mrr10()).isEqualTo(new double[] {0, 0.25, 0.75}[i]);
            assertThat(version.metrics().sampledMrr10()).isNaN();
        }
    }

    @Test
    void tombstonesTakeVersionsBeforeTheLastButOneFullCopyWithAllTheirBlobs() {
        accept(slice(1, 0, true));
        accept(slice(2, 0, false), slice(2, 1, false));
        close();
        mergeFull(3);
        close();
        mergeFull(4);
        Publication publication = ledger.close(Set.of(), NOW).orElseThrow();

        assertThat(publication.deletedVersions()).containsExactly(new ModelVersion(LIFE, 2));
        assertThat(publication.deletedBlobs())
                .containsExactlyInAnyOrder(update(1, 0), fullCopy(1, 0), update(2, 0), update(2, 1));
        mergeAll(5);
        assertThat(ledger.close(Set.of(), NOW).orElseThrow().deletedVersions())
                .as("once is enough")
                .isEmpty();
    }

    @Test
    void whatServesIsNotDeleted() {
        mergeAll(1);
        ModelVersion released = close().version();
        mergeFull(2);
        close();
        mergeFull(3);

        assertThat(ledger.close(Set.of(released), NOW).orElseThrow().deletedVersions())
                .isEmpty();
        mergeAll(4);
        assertThat(ledger.close(Set.of(), NOW).orElseThrow().deletedVersions())
                .as("it serves no more")
                .containsExactly(released);
    }

    @Test
    void anotherSubmissionGoesOnFromTheBranchOnATimelineOfItsOwn() {
        accept(round(0, 3, 32));
        mergeAll(3);
        VersionRecord third = close();
        LedgerState state = ledger.state();
        TimelineId next = new TimelineId("next-life");

        VersionLedger restored =
                new VersionLedger(state.restored(state.ancestry().restoredBy(next, 3)), TWO_SLICES, 100);
        restored.accept(round(0, 4, 32));
        restored.accept(slice(4, 0, false));
        restored.accept(slice(4, 1, false));
        VersionRecord fourth = restored.close(Set.of(), NOW).orElseThrow().version();

        assertThat(fourth.version()).isEqualTo(new ModelVersion(next, 4));
        assertThat(fourth.parent()).contains(third.version());
        assertThat(fourth.ancestry().parent()).contains(new ModelVersion(LIFE, 3));
        assertThat(fourth.lineage().examples()).isEqualTo(64);
    }

    private void mergeAll(long round) {
        accept(slice(round, 0, false), slice(round, 1, false));
    }

    private void mergeFull(long round) {
        accept(slice(round, 0, true), slice(round, 1, true));
    }

    private void accept(PublishInput... inputs) {
        for (PublishInput input : inputs) {
            ledger.accept(input);
        }
    }

    private VersionRecord close() {
        return ledger.close(Set.of(), NOW).orElseThrow().version();
    }
}
