package io.remine.operators.mining;

import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.part.PartType;

/**
 * Leaves out the outliers among a query's negatives, all sources' taken together: the noise filter of Jung et al.,
 * <a href="https://arxiv.org/abs/2203.11593">Unified Negative Pair Generation toward Well-discriminative Feature Space for
 * Face Recognition</a>, 2022, section 3.3. A negative stays whose cosine is within the whiskers of the box plot,
 *
 * <pre>    q1 - whisker * (q3 - q1)  to  q3 + whisker * (q3 - q1)</pre>
 *
 * with the quartiles interpolated. What is above is probably relevant, what is below too easy.
 *
 * @param whisker in interquartile ranges: 0 to 100
 */
public record WhiskerFilter(double whisker) implements Filter {

    /** So many negatives have a box. */
    static final int LEAST_NEGATIVES = 4;

    private static final double DEFAULT_WHISKER = 1;
    private static final double MOST = 100;

    public static final PartType<Filter> TYPE = new PartType<>(
            "whisker",
            "drops negatives whose cosine is outside the whiskers of the query's box plot (UNPG, Jung et al. 2022)",
            parameters -> new WhiskerFilter(parameters.number("whisker", DEFAULT_WHISKER, 0, MOST)));

    private static final long serialVersionUID = 1L;

    public WhiskerFilter {
        if (!(whisker >= 0 && whisker <= MOST)) {
            throw new IllegalArgumentException(
                    "whisker of %s interquartile ranges, must be from 0 to %s".formatted(whisker, MOST));
        }
    }

    @Override
    public void apply(CandidateSet set) {
        double[] rising =
                set.negatives().stream().mapToDouble(Candidate::cosine).sorted().toArray();
        if (rising.length < LEAST_NEGATIVES) {
            return;
        }
        double first = quantile(rising, 0.25);
        double third = quantile(rising, 0.75);
        double length = whisker * (third - first);
        for (Candidate negative : set.negatives()) {
            if (negative.cosine() < first - length || negative.cosine() > third + length) {
                negative.ignore();
            }
        }
    }

    private static double quantile(double[] rising, double share) {
        double place = share * (rising.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, rising.length - 1);
        return rising[below] + (place - below) * (rising[above] - rising[below]);
    }
}
