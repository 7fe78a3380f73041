package io.remine.operators.training;

import java.util.List;
import java.util.Optional;

/**
 * What a worker hands in at a barrier.
 *
 * @param progress one per slice, or none
 * @param summary empty if nothing is new
 */
record RoundReport(List<ProgressSlice> progress, Optional<RoundSummary> summary) {

    RoundReport {
        progress = List.copyOf(progress);
    }
}
