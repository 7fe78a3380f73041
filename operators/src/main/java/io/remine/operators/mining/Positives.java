package io.remine.operators.mining;

import java.util.List;
import java.util.Set;

/** What happens to relevant documents that no source has found. */
public enum Positives {
    /**
     * They are appended if not a single relevant one was found, as ADORE's authors do: to pull in what is far away costs
     * more elsewhere than it gives.
     */
    WHEN_NONE_FOUND,
    /** They are always appended. */
    ALWAYS;

    /** Completes the sets; ranks go on after the last one if candidates are ranked. */
    public void complete(List<CandidateSet> sets) {
        for (CandidateSet set : sets) {
            boolean found = !set.relevant().isEmpty();
            if (this == ALWAYS || !found) {
                append(set);
            }
        }
    }

    private static void append(CandidateSet set) {
        int last = set.lastRank();
        Set<Long> missing = set.relevantRows();
        for (long row : missing.stream().sorted().toList()) {
            if (!set.contains(row)) {
                set.add(row, last == 0 ? 0 : ++last);
            }
        }
    }
}
