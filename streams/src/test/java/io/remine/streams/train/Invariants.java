package io.remine.streams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.invariant.EachVersionVisibleOnce;
import io.remine.state.invariant.EveryExampleTrainedOnce;
import io.remine.state.invariant.Invariant;
import io.remine.state.invariant.NoWorkerStrays;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import java.util.List;

/** What must hold of the versions that a job has published, whatever was done to it; chaos runs judge by the same classes. */
final class Invariants {

    private Invariants() {}

    /**
     * Asserts that the versions have learnt what was produced.
     *
     * @param versions in the order of the topic
     */
    static void assertHold(List<VersionRecord> versions, Lineage produced) {
        EveryExampleTrainedOnce once = new EveryExampleTrainedOnce();
        EachVersionVisibleOnce visible = new EachVersionVisibleOnce();
        NoWorkerStrays strays = new NoWorkerStrays();
        for (VersionRecord version : versions) {
            once.published(version, produced.examples());
            visible.published(version);
            strays.published(version);
        }
        once.ended(produced);
        for (Invariant invariant : List.of(once, visible, strays)) {
            assertThat(invariant.finding().holds())
                    .as("%s: %s", invariant.name(), invariant.finding().seen())
                    .isTrue();
        }
    }
}
