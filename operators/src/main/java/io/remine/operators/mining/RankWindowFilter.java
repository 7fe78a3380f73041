package io.remine.operators.mining;

import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.part.PartType;

/**
 * Keeps the negatives of some ranks: the very first are often relevant and unjudged (Qu et al.,
 * <a href="https://arxiv.org/abs/2010.08191">RocketQA</a>, 2021, section 3.2), the last teach little. What was not ranked
 * stays.
 *
 * @param from the first rank kept, from 1
 * @param to the last rank kept
 */
public record RankWindowFilter(int from, int to) implements Filter {

    public static final PartType<Filter> TYPE = new PartType<>(
            "rank-window",
            "keeps negatives of the ranks from ... to ...; what was not ranked stays",
            parameters -> new RankWindowFilter(
                    parameters.integer("from", 1, 1, TopSource.MAX_RANK),
                    parameters.integer("to", TopSource.MAX_RANK, 1, TopSource.MAX_RANK)));

    private static final long serialVersionUID = 1L;

    public RankWindowFilter {
        if (from < 1 || to < from) {
            throw new IllegalArgumentException(
                    "window of ranks %d to %d, must rise from 1 or more; swap them".formatted(from, to));
        }
    }

    @Override
    public void apply(CandidateSet set) {
        for (Candidate negative : set.negatives()) {
            int rank = negative.rank();
            if (rank > 0 && (rank < from || rank > to)) {
                negative.ignore();
            }
        }
    }

    @Override
    public boolean needsRanks() {
        return true;
    }
}
