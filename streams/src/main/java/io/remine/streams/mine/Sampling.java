package io.remine.streams.mine;

import io.remine.operators.mining.CandidateSet.Candidate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Which of the candidates that are left become negatives. */
enum Sampling {
    /** The highest ranked. */
    TOP,
    /** Any, without replacement. */
    RANDOM;

    /** At most so many, in the order of their ranks. */
    List<Candidate> choose(List<Candidate> ranked, int count, long seed) {
        List<Candidate> chosen = new ArrayList<>(ranked);
        if (this == RANDOM) {
            Collections.shuffle(chosen, new Random(seed));
        }
        return chosen.subList(0, Math.min(count, chosen.size())).stream()
                .sorted(Comparator.comparingInt(Candidate::rank))
                .toList();
    }
}
