package io.remine.streams.chaos;

import io.remine.state.invariant.EachVersionVisibleOnce;
import io.remine.state.invariant.EveryExampleTrainedOnce;
import io.remine.state.invariant.NoWorkerStrays;
import io.remine.state.model.VersionRecord;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The versions that became visible, and what must hold of them. Safe for use by several threads. */
final class Training {

    final EveryExampleTrainedOnce once = new EveryExampleTrainedOnce();
    final EachVersionVisibleOnce visible = new EachVersionVisibleOnce();
    final NoWorkerStrays strays = new NoWorkerStrays();

    private final LongSupplier produced;
    private Optional<VersionRecord> newest = Optional.empty();
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
        newest = Optional.of(version);
        versions++;
    }

    synchronized Optional<VersionRecord> newest() {
        return newest;
    }

    /** In the newest version. */
    long examples() {
        return newest().map(version -> version.lineage().examples()).orElse(0L);
    }

    /** When the newest version was published, in milliseconds since 1970; 0 before the first. */
    long newestMillis() {
        return newest().map(VersionRecord::publishedMillis).orElse(0L);
    }

    synchronized long versions() {
        return versions;
    }
}
