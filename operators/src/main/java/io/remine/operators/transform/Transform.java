package io.remine.operators.transform;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.MicroBatch;
import java.io.Serializable;

/** Makes new candidates, or changes the vectors of some: a part of a recipe. No gradient flows through what it makes. */
public interface Transform extends Serializable {

    /** Changes one query's candidates; roles and cosines are known by now. */
    void apply(CandidateSet set, MicroBatch batch);
}
