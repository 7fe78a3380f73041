package io.remine.operators.weighting;

import io.remine.operators.memory.Event;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import java.util.Arrays;
import java.util.List;

/** How much the clicks of one example count, each by itself. */
final class ClickWeights {

    private ClickWeights() {}

    /**
     * Lets the example count by the mean of its clicks' weights, and each document by its weight over that mean.
     *
     * @param weights of the set's relevant candidates, in their order; of none, nothing changes
     */
    static void multiply(CandidateSet set, double[] weights, MicroBatch batch) {
        double mean = Arrays.stream(weights).average().orElse(1);
        if (mean == 1) {
            return;
        }
        batch.count(Event.FADED, 1);
        set.multiplyWeight(mean);
        List<Candidate> relevant = set.relevant();
        for (int i = 0; i < weights.length && mean > 0; i++) {
            relevant.get(i).multiplyWeight(weights[i] / mean);
        }
    }

    /** Whether the teacher ranks what was clicked among the first of its set, so many of which people were shown. */
    static boolean isShown(Candidate clicked, CandidateSet set, int shown) {
        long ahead = set.negatives().stream()
                .filter(negative -> negative.teacherCosine() > clicked.teacherCosine())
                .count();
        return ahead < shown;
    }
}
