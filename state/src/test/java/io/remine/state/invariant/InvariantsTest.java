package io.remine.state.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.evaluation.PairedDifference;
import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.Lineage;
import io.remine.state.live.SearchResult.Hit;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each invariant holds where it should, and is broken by what it is there to find. */
class InvariantsTest {

    private static final Ancestry LIFE = Ancestry.fresh(new TimelineId("life"));

    @Test
    void theLastVersionHasWhatWasProducedThoughVersionsComeLateAndInBunches() {
        EveryExampleTrainedOnce once = new EveryExampleTrainedOnce();
        once.published(version(1, 0, 2), 2);
        once.published(version(4, 1, 5), 7);
        once.published(version(5, 4, 7), 7);
        once.ended(lineage(7));

        assertThat(once.finding())
                .isEqualTo(new Finding(true, "7 produced, digest " + lineage(7).digestHex()));
    }

    @Test
    void aLostADoubledAndAnExchangedExampleAreFound() {
        EveryExampleTrainedOnce lost = new EveryExampleTrainedOnce();
        lost.published(version(1, 0, 6), 7);
        lost.ended(lineage(7));
        EveryExampleTrainedOnce doubled = new EveryExampleTrainedOnce();
        doubled.published(version(1, 0, 8), 7);
        doubled.ended(lineage(7));
        EveryExampleTrainedOnce exchanged = new EveryExampleTrainedOnce();
        exchanged.published(version(1, 0, 7), 7);
        exchanged.ended(new Lineage(7, lineage(7).digest() + 1));

        assertThat(lost.finding().holds()).isFalse();
        assertThat(doubled.finding().seen()).startsWith("version life/1 has 8 examples of 7 produced and 1 more");
        assertThat(exchanged.finding().holds()).isFalse();
    }

    @Test
    void driftUpToRoundingIsNoneAndUnmeasuredDriftIsNotCounted() {
        NoWorkerStrays strays = new NoWorkerStrays();
        strays.published(version(1, 0, 1, Double.NaN));
        strays.published(version(2, 1, 2, 1e-6));
        assertThat(strays.finding()).isEqualTo(new Finding(true, "drift at most 1.00e-06 in 1 versions"));

        strays.published(version(3, 2, 3, 2e-6));
        assertThat(strays.finding().holds()).isFalse();
        assertThat(strays.finding().seen()).contains("life/3").contains("2.00e-06");
    }

    @Test
    void gapsInCheckpointsAreNoneInVersions() {
        EachVersionVisibleOnce visible = new EachVersionVisibleOnce();
        visible.published(version(1, 0, 1));
        visible.published(version(5, 1, 1));
        visible.published(version(9, 5, 3));
        assertThat(visible.finding()).isEqualTo(new Finding(true, "3 versions"));
    }

    @Test
    void aVersionThatIsThereTwiceOrHasLostItsParentOrForgottenExamplesIsFound() {
        EachVersionVisibleOnce twice = new EachVersionVisibleOnce();
        twice.published(version(1, 0, 1));
        twice.published(version(1, 0, 1));
        EachVersionVisibleOnce orphaned = new EachVersionVisibleOnce();
        orphaned.published(version(1, 0, 1));
        orphaned.published(version(2, 1, 2));
        orphaned.published(version(3, 1, 3));
        EachVersionVisibleOnce forgetful = new EachVersionVisibleOnce();
        forgetful.published(version(1, 0, 4));
        forgetful.published(version(2, 1, 3));

        assertThat(twice.finding().seen()).startsWith("version life/1 is visible twice");
        assertThat(orphaned.finding().seen()).startsWith("version life/3 follows life/2, its parent is life/1");
        assertThat(forgetful.finding().seen()).startsWith("version life/2 has 3 examples, its parent 4");
    }

    @Test
    void theSameQuestionOfTheSameViewHasOneAnswer() {
        NoMixedView view = new NoMixedView();
        List<Hit> answer = List.of(hit("a", 0.9f), hit("b", 0.5f), hit("c", 0.5f));
        view.answered("q", "life/1", "index/1", answer);
        view.answered("q", "life/2", "index/1", List.of(hit("b", 0.8f), hit("a", 0.1f), hit("c", 0)));
        view.answered("q", "life/1", "index/1", answer);
        view.answered("q", "life/1", "index/1", List.of(hit("a", 0.9f), hit("c", 0.5f), hit("d", 0.5f)));
        assertThat(view.finding()).isEqualTo(new Finding(true, "2 views asked, 2 answers compared"));
    }

    @Test
    void anAnswerOfAnotherEncoderOrAnotherIndexIsFound() {
        List<Hit> answer = List.of(hit("a", 0.9f), hit("b", 0.5f));
        for (List<Hit> mixed : List.of(
                List.of(hit("a", 0.9001f), hit("b", 0.5f)),
                List.of(hit("d", 0.9f), hit("b", 0.5f)),
                List.of(hit("a", 0.9f)))) {
            NoMixedView view = new NoMixedView();
            view.answered("q", "life/1", "index/1", answer);
            view.answered("q", "life/1", "index/1", mixed);
            assertThat(view.finding().holds()).as(mixed.toString()).isFalse();
        }
    }

    @Test
    void equalParametersAfterTheSameExamplesAreTheSame() {
        SameParameters same = new SameParameters();
        assertThat(same.finding()).isEqualTo(new Finding(false, "SHA-256 nothing; without faults nothing"));
        VersionRecord disturbed = version(9, 0, 5, 0, "ab");
        same.disturbed(disturbed);
        assertThat(same.finding().holds()).isFalse();
        same.undisturbed(version(3, 0, 5, 0, "ab"));
        String hash = disturbed.parameters().hex().substring(0, 16);
        assertThat(same.finding())
                .isEqualTo(new Finding(
                        true, "SHA-256 %s after 5 examples; without faults %s after 5 examples".formatted(hash, hash)));
    }

    @Test
    void otherParametersOrOtherExamplesAreFound() {
        for (VersionRecord other : List.of(version(3, 0, 5, 0, "ac"), version(3, 0, 6, 0, "ab"))) {
            SameParameters same = new SameParameters();
            same.disturbed(version(9, 0, 5, 0, "ab"));
            same.undisturbed(other);
            assertThat(same.finding().holds()).as(same.finding().seen()).isFalse();
        }
    }

    @Test
    void aFindingIsOneLine() {
        assertThatThrownBy(() -> new Finding(true, " ")).hasMessageContaining("one line");
        assertThatThrownBy(() -> new Finding(true, "a\nb")).hasMessageContaining("one line");
    }

    private static Hit hit(String id, float score) {
        return new Hit(new DocumentId(id), "", score);
    }

    private static Lineage lineage(int examples) {
        Lineage lineage = Lineage.NONE;
        for (int i = 0; i < examples; i++) {
            lineage = lineage.plus(ExampleHash.of("q" + i, "d", "click"));
        }
        return lineage;
    }

    private static VersionRecord version(long checkpoint, long parent, int examples) {
        return version(checkpoint, parent, examples, 0);
    }

    /** @param parent 0 for none */
    private static VersionRecord version(long checkpoint, long parent, int examples, double drift) {
        return version(checkpoint, parent, examples, drift, "00");
    }

    /** @param hash a byte, in hexadecimal, of which there are 32 */
    private static VersionRecord version(long checkpoint, long parent, int examples, double drift, String hash) {
        VersionMetrics none = VersionMetrics.NONE;
        return new VersionRecord(
                new ModelVersion(LIFE.own(), checkpoint),
                parent == 0 ? Optional.empty() : Optional.of(new ModelVersion(LIFE.own(), parent)),
                LIFE,
                Generation.FIRST,
                lineage(examples),
                InputOffsets.NONE,
                List.of(),
                new SliceLayout(1, 16),
                List.of(new VersionSlice(
                        0,
                        List.of(new BlobRef(BlobHash.of(new byte[] {1}), 1)),
                        Optional.empty(),
                        new ParameterHash(hash.repeat(32)))),
                new VersionMetrics(
                        none.mrr10(),
                        0,
                        none.sampledMrr10(),
                        none.controlMrr10(),
                        PairedDifference.NONE,
                        none.loss(),
                        0,
                        0,
                        drift),
                0);
    }
}
