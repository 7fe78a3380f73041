package io.remine.operators.training;

import io.remine.state.model.ModelVersion;
import java.util.List;

/**
 * A version for a worker to move to.
 *
 * @param differences of bit patterns, from the base that the worker has to this version, in slices that follow each other
 */
public record Adoption(ModelVersion version, List<int[]> differences) {

    public Adoption {
        differences = List.copyOf(differences);
    }
}
