package io.remine.state.invariant;

import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * To a reader of committed records each version is visible exactly once, after its parent, with a later checkpoint and no
 * fewer examples. Shown are the records in the order of the topic.
 */
public final class EachVersionVisibleOnce implements Invariant {

    private final Breaches breaches = new Breaches();
    private final Set<ModelVersion> seen = new HashSet<>();
    private Optional<VersionRecord> last = Optional.empty();

    @Override
    public String name() {
        return "each version visible once";
    }

    /** The next version on the topic. */
    public synchronized void published(VersionRecord version) {
        if (!seen.add(version.version())) {
            breaches.add("version %s is visible twice".formatted(version.version()));
        }
        last.filter(before -> version.ancestry().contains(before.version())).ifPresent(before -> {
            if (!version.parent().equals(Optional.of(before.version()))) {
                breaches.add("version %s follows %s, its parent is %s"
                        .formatted(
                                version.version(),
                                before.version(),
                                version.parent().map(ModelVersion::toString).orElse("none")));
            } else if (version.lineage().examples() < before.lineage().examples()) {
                breaches.add("version %s has %,d examples, its parent %,d"
                        .formatted(
                                version.version(),
                                version.lineage().examples(),
                                before.lineage().examples()));
            }
        });
        last = Optional.of(version);
    }

    @Override
    public synchronized Finding finding() {
        return breaches.finding("%,d versions".formatted(seen.size()));
    }
}
