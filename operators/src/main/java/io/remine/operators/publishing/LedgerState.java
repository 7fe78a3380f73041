package io.remine.operators.publishing;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the publisher remembers between checkpoints.
 *
 * @param last the version published last, if any
 * @param lineage all examples trained on
 * @param held by each worker, as it said last
 * @param since the totals since {@code last}
 * @param window rounds of the window, the oldest first
 * @param retained versions not deleted, the oldest first
 */
record LedgerState(
        Ancestry ancestry,
        Generation generation,
        Optional<ModelVersion> last,
        Lineage lineage,
        InputOffsets offsets,
        SortedMap<Integer, List<InputPosition>> held,
        RoundTotals since,
        List<Prequential> window,
        List<RetainedVersion> retained) {

    LedgerState {
        TreeMap<Integer, List<InputPosition>> copy = new TreeMap<>();
        held.forEach((worker, positions) -> copy.put(worker, List.copyOf(positions)));
        held = Collections.unmodifiableSortedMap(copy);
        window = List.copyOf(window);
        retained = List.copyOf(retained);
    }

    /** The beginning of a generation. */
    static LedgerState fresh(Ancestry ancestry, Generation generation) {
        return new LedgerState(
                ancestry,
                generation,
                Optional.empty(),
                Lineage.NONE,
                InputOffsets.NONE,
                new TreeMap<>(),
                RoundTotals.NONE,
                List.of(),
                List.of());
    }

    /**
     * The state that a submission begins with. What workers held is forgotten: a restored worker says again what it holds,
     * and after a rescale it is another's.
     */
    LedgerState restored(Ancestry newAncestry) {
        return new LedgerState(
                newAncestry, generation, last, lineage, offsets, new TreeMap<>(), since, window, retained);
    }
}
