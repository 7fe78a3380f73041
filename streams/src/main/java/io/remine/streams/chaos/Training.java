package io.remine.streams.chaos;

import io.remine.state.invariant.EachVersionVisibleOnce;
import io.remine.state.invariant.EveryExampleTrainedOnce;
import io.remine.state.invariant.NoWorkerStrays;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import java.util.function.LongSupplier;

/** The versions that became visible, and what must hold of them. Safe for use by several threads. */
final class Training {

    final EveryExampleTrainedOnce once = new EveryExampleTrainedOnce();
    final EachVersionVisibleOnce visible = new EachVersionVisibleOnce();
    final NoWorkerStrays strays = new NoWorkerStrays();

    private final LongSupplier produced;
    private Lineage newest = Lineage.NONE;
    private long newestMillis;
    private long versions;

    /** @param produced examples that there may be at most by now */
    Training(LongSupplier produced) {
        this.produced = produced;
    }

    /** The next version is visible. */
    synchronized void published(VersionRecord version) {
        once.published(version, produced.getAsLong());
        visible.published(version);
        strays.published(version);
        newest = version.lineage();
        newestMillis = version.publishedMillis();
        versions++;
    }

    /** What the newest version has been trained on. */
    synchronized Lineage newest() {
        return newest;
    }

    /** When the newest version was published, in milliseconds since 1970; 0 before the first. */
    synchronized long newestMillis() {
        return newestMillis;
    }

    synchronized long versions() {
        return versions;
    }
}
