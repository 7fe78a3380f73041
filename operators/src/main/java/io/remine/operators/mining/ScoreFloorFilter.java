package io.remine.operators.mining;

import io.remine.operators.part.PartType;

/**
 * Leaves out negatives so far from the query that they teach nothing.
 *
 * @param least the lowest cosine kept: -1 to 1
 */
public record ScoreFloorFilter(double least) implements Filter {

    public static final PartType<Filter> TYPE = new PartType<>(
            "score-floor",
            "drops negatives of a cosine below 'least'",
            parameters -> new ScoreFloorFilter(parameters.number("least", 0, -1, 1)));

    private static final long serialVersionUID = 1L;

    public ScoreFloorFilter {
        if (!(least >= -1 && least <= 1)) {
            throw new IllegalArgumentException("floor %s of a cosine, must be from -1 to 1".formatted(least));
        }
    }

    @Override
    public void apply(CandidateSet set) {
        set.negatives().stream().filter(each -> each.cosine() < least).forEach(CandidateSet.Candidate::ignore);
    }
}
