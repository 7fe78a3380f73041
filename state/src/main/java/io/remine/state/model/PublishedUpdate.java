package io.remine.state.model;

import java.util.List;

/**
 * A whole version as a worker adopts it: its record and, per slice, what it adds to its parent.
 *
 * @param differences bit differences in slice order, see {@link BitDifference}
 */
public record PublishedUpdate(VersionRecord record, List<int[]> differences) {

    public PublishedUpdate {
        differences = List.copyOf(differences);
        if (differences.size() != record.layout().slices()) {
            throw new IllegalArgumentException("%d differences, version %s has %d slices"
                    .formatted(
                            differences.size(),
                            record.version(),
                            record.layout().slices()));
        }
    }

    public ModelVersion version() {
        return record.version();
    }

    /** Adds the update to parameters of the parent version. */
    public void applyTo(float[] parameters) {
        record.layout().checkFlat(parameters);
        for (int slice = 0; slice < differences.size(); slice++) {
            BitDifference.apply(
                    differences.get(slice), parameters, record.layout().start(slice));
        }
    }
}
