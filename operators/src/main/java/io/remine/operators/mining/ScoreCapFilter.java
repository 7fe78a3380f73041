package io.remine.operators.mining;

import io.remine.operators.part.PartType;

/**
 * Leaves out negatives so near to the query that they are likely copies of an answer.
 *
 * @param most the highest cosine kept: -1 to 1
 */
public record ScoreCapFilter(double most) implements Filter {

    private static final double DEFAULT_MOST = 0.9;

    public static final PartType<Filter> TYPE = new PartType<>(
            "score-cap",
            "drops negatives of a cosine above 'most'",
            parameters -> new ScoreCapFilter(parameters.number("most", DEFAULT_MOST, -1, 1)));

    private static final long serialVersionUID = 1L;

    public ScoreCapFilter {
        if (!(most >= -1 && most <= 1)) {
            throw new IllegalArgumentException("cap %s of a cosine, must be from -1 to 1".formatted(most));
        }
    }

    @Override
    public void apply(CandidateSet set) {
        set.negatives().stream().filter(each -> each.cosine() > most).forEach(CandidateSet.Candidate::ignore);
    }
}
