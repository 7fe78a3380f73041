package io.remine.state.invariant;

import io.remine.state.lineage.Lineage;
import io.remine.state.model.VersionRecord;
import java.util.Optional;

/**
 * No example is lost or trained twice: the number and the digest of the last version's examples are those of what was
 * produced, and no version before it has more.
 */
public final class EveryExampleTrainedOnce implements Invariant {

    private final Breaches breaches = new Breaches();
    private Lineage largest = Lineage.NONE;
    private Optional<Lineage> produced = Optional.empty();

    @Override
    public String name() {
        return "every example trained once";
    }

    /**
     * A version is visible.
     *
     * @param producedBefore examples that may be in it at most: produced when it became visible
     */
    public synchronized void published(VersionRecord version, long producedBefore) {
        long examples = version.lineage().examples();
        if (examples > producedBefore) {
            breaches.add("version %s has %,d examples of %,d produced"
                    .formatted(version.version(), examples, producedBefore));
        }
        if (examples > largest.examples()) {
            largest = version.lineage();
        }
    }

    /** Nothing more is produced, and the last version is there. */
    public synchronized void ended(Lineage allProduced) {
        produced = Optional.of(allProduced);
        if (!largest.equals(allProduced)) {
            breaches.add("the last version has %,d examples with digest %s"
                    .formatted(largest.examples(), largest.digestHex()));
        }
    }

    @Override
    public synchronized Finding finding() {
        return breaches.finding(produced.map(
                        all -> "%,d produced, digest %s".formatted(all.examples(), all.digestHex()))
                .orElseGet(() -> "%,d in the newest version; not at the end yet".formatted(largest.examples())));
    }
}
