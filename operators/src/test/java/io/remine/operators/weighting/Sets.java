package io.remine.operators.weighting;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Role;

/** Candidates that are nothing but a cosine and a role. */
final class Sets {

    record Given(double cosine, Role role) {}

    private Sets() {}

    static Given candidate(double cosine, Role role) {
        return new Given(cosine, role);
    }

    static CandidateSet of(Given... candidates) {
        CandidateSet set = CandidateSet.of(0, FakeMicroBatch.ofCosines(FakeMicroBatch.example(0, 0), 1));
        for (Given each : candidates) {
            set.add(vector(each.cosine()), (float) each.cosine(), each.role());
        }
        return set;
    }

    /** A vector that has this cosine with (1, 0). */
    static float[] vector(double cosine) {
        return new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
    }
}
