package io.remine.operators.weighting;

import io.remine.operators.loss.Functions;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.Parameters;
import io.remine.operators.part.PartType;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Lets a click count by the inverse of the probability that people look where the document was shown (Joachims et al.,
 * <a href="https://arxiv.org/abs/1608.04468">Unbiased Learning-to-Rank with Biased Feedback</a>, 2017, equation 8), clipped.
 * A click whose place is not known counts once.
 *
 * <p>The propensities are given, or learnt from the clicks themselves by the dual view of Ai et al.,
 * <a href="https://arxiv.org/abs/1804.05938">Unbiased Learning to Rank with Unbiased Propensity Estimation</a>, 2018,
 * equation 9: as a click needs a look and relevance, clicks that are weighed by the inverse of relevance count looks,
 *
 * <pre>    p(k) / p(0) = sum over clicks at k of 1 / r  /  sum over clicks at 0 of 1 / r</pre>
 *
 * where r is the probability that the current model ranks the clicked document before the hardest negative, sigmoid of the
 * difference of their scores, not below 1 / clip. The sums fade over a horizon; before the first click they are those of
 * {@value #PRIOR_CLICKS} clicks that fall as 1 / (k + 1).
 *
 * @param given the propensities from the first place on, above 0 to 1; the last stands for all further places. Empty if
 *     they are to be learnt
 * @param clip the largest weight: at least 1
 * @param horizon over how many clicks learnt sums run: at least 1
 */
public record PropensityWeighting(List<Double> given, double clip, int horizon) implements Weighting {

    /** Places that are told apart when propensities are learnt; what was shown further down counts as the last. */
    static final int PLACES = 50;

    static final int PRIOR_CLICKS = 20;

    private static final double DEFAULT_CLIP = 10;
    private static final double MAX_CLIP = 1e6;
    private static final int DEFAULT_HORIZON = 100_000;
    private static final int MAX_HORIZON = 1_000_000_000;
    private static final double LEAST_PROPENSITY = 1e-6;
    private static final String NUMBERS = "propensity";

    public static final PartType<Weighting> TYPE = new PartType<>(
            "propensity",
            "clicks weigh by the inverse chance that people look at their place, given or learnt (Ai et al. 2018)",
            PropensityWeighting::read);

    private static final long serialVersionUID = 1L;

    public PropensityWeighting {
        given = List.copyOf(given);
        for (double each : given) {
            if (!(each > 0 && each <= 1)) {
                throw new IllegalArgumentException("propensity %s, must be above 0 and at most 1".formatted(each));
            }
        }
        if (!(clip >= 1 && clip <= MAX_CLIP)) {
            throw new IllegalArgumentException("weights clipped at %s, must be from 1 to %s".formatted(clip, MAX_CLIP));
        }
        if (horizon < 1) {
            throw new IllegalArgumentException("horizon of %d clicks, must be at least 1".formatted(horizon));
        }
    }

    private static Weighting read(Parameters parameters) {
        List<Double> given = parameters.numbers("given", List.of(), LEAST_PROPENSITY, 1);
        double clip = parameters.number("clip", DEFAULT_CLIP, 1, MAX_CLIP);
        int horizon = given.isEmpty()
                ? parameters.integer("horizon", DEFAULT_HORIZON, 1, MAX_HORIZON)
                : DEFAULT_HORIZON; // nothing is learnt, so a horizon beside the list is refused as unknown
        return new PropensityWeighting(given, clip, horizon);
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            OptionalInt shownAt = batch.example(set.query()).shownAt();
            if (shownAt.isPresent()) {
                set.multiplyWeight(Math.min(clip, 1 / propensity(shownAt.getAsInt(), batch)));
            }
        }
        if (given.isEmpty()) {
            sets.forEach(set -> learn(set, batch, scale));
        }
    }

    /** The chance that people look at this place, the first one's being 1. */
    double propensity(int place, MicroBatch batch) {
        if (!given.isEmpty()) {
            return given.get(Math.min(place, given.size() - 1));
        }
        double[] sums = sums(batch);
        return Math.min(1, sums[Math.min(place, PLACES - 1)] / sums[0]);
    }

    private void learn(CandidateSet set, MicroBatch batch, double scale) {
        OptionalInt shownAt = batch.example(set.query()).shownAt();
        OptionalDouble clicked = cosineOfClicked(set, batch);
        OptionalDouble hardest =
                set.negatives().stream().mapToDouble(Candidate::cosine).max();
        if (shownAt.isEmpty() || clicked.isEmpty() || hardest.isEmpty()) {
            return;
        }
        double relevance = Functions.sigmoid(scale * (clicked.getAsDouble() - hardest.getAsDouble()));
        double[] sums = sums(batch);
        for (int place = 0; place < PLACES; place++) {
            sums[place] *= 1 - 1.0 / horizon;
        }
        sums[Math.min(shownAt.getAsInt(), PLACES - 1)] += 1 / Math.max(relevance, 1 / clip);
        sums[0] = Math.max(sums[0], Double.MIN_NORMAL);
    }

    private static OptionalDouble cosineOfClicked(CandidateSet set, MicroBatch batch) {
        long row = batch.rowOf(batch.example(set.query()).clicked()).orElse(CandidateSet.NO_ROW);
        return set.relevant().stream()
                .filter(each -> each.row() == row)
                .mapToDouble(Candidate::cosine)
                .findFirst();
    }

    private static double[] sums(MicroBatch batch) {
        double[] prior = new double[PLACES];
        double total = 0;
        for (int place = 0; place < PLACES; place++) {
            prior[place] = 1.0 / (place + 1);
            total += prior[place];
        }
        for (int place = 0; place < PLACES; place++) {
            prior[place] *= PRIOR_CLICKS / total;
        }
        return batch.numbers().get(NUMBERS, prior);
    }
}
