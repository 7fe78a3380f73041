package io.remine.operators.transform;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/** What transforms draw from: the hardest negatives, and numbers of each query's own. */
final class Draws {

    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private Draws() {}

    /** Random numbers that differ from query to query, the same for the same worker and step. */
    static SplittableRandom random(CandidateSet set, MicroBatch batch) {
        return new SplittableRandom(batch.random().nextLong() + set.query() * GOLDEN_RATIO);
    }

    /** The negatives of the highest cosines, the hardest first. */
    static List<Candidate> hardest(CandidateSet set, int count) {
        return set.negatives().stream()
                .sorted(Comparator.comparingDouble(Candidate::cosine).reversed())
                .limit(count)
                .toList();
    }
}
