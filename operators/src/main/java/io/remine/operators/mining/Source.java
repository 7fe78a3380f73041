package io.remine.operators.mining;

import java.io.Serializable;
import java.util.List;

/** Where candidates come from: a part of a recipe. */
public interface Source extends Serializable {

    /** Adds candidates to the sets, of which there is one for each query of the micro-batch, in its order. */
    void addTo(List<CandidateSet> sets, MicroBatch batch);

    /** How far down the current ranking it looks; 0 if it does not. One search then serves all sources. */
    default int currentDepth() {
        return 0;
    }

    /** Whether its candidates have a rank, as losses over ranks need. */
    default boolean ranks() {
        return false;
    }

    /** The miners whose rankings it asks for, besides the current one. */
    default List<Miner> miners() {
        return List.of();
    }
}
