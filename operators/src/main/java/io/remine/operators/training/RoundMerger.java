package io.remine.operators.training;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/** Adds what workers in one process have learnt to their base, round by round. */
public interface RoundMerger extends Serializable {

    /** Begins with these parameters, of which it keeps copies. */
    void begin(float[] first);

    /**
     * Adds the progress of all workers since the merge before.
     *
     * @return by what the base has changed, as differences of bit patterns, in slices that follow each other
     */
    List<int[]> merge(Collection<ProgressSlice> progress);
}
