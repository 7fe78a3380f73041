package io.remine.operators.weighting;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.PartType;
import java.util.Arrays;
import java.util.List;

/**
 * Lets a click count by the probability that it is right. Clicks are taken for a mixture, as in the trust bias of Agarwal et
 * al., <a href="https://doi.org/10.1145/3308558.3313697">Addressing Trust Bias for Unbiased Learning-to-Rank</a>, 2019: a
 * share e of them is wrong, and falls evenly on the first n documents of what people were shown, for which the teacher's
 * ranking stands; the others follow relevance, for which the current model's softmax over the candidates stands,
 * p(d) ~ exp(b s(d)). So a click on a document d that the teacher ranks among its first n is right with the probability (Bayes)
 *
 * <pre>    w(d) = (1 - e) p(d) / ( (1 - e) p(d) + e / n )</pre>
 *
 * and one further down is right for sure: nobody was led to it by its place.
 *
 * <p>Share e and sharpness b are learnt by expectation and maximisation on the stream. The share moves to the running mean of
 * 1 - w. The sharpness, an inverse temperature as in Guo et al., <a href="https://arxiv.org/abs/1706.04599">On Calibration of
 * Modern Neural Networks</a>, 2017, climbs the likelihood of the right clicks: with E and V the mean and the variance of the
 * scores under p, by w (s(d) - E) over the running mean of w V, a step of Newton's. Without it a model that ranks better than
 * its scores say takes every second wrong click for right. The sharpness stays at 1 or above: where right clicks lie far down,
 * a flat softmax would explain them best, and take what the model knows for nothing.
 *
 * @param shown n: 1 to 10,000
 * @param start the share before the first click: above 0, as none could be learnt from none, to 0.5
 * @param horizon over how many clicks share and sharpness run: at least 1
 */
public record ClickNoiseWeighting(int shown, double start, int horizon) implements Weighting {

    private static final int DEFAULT_SHOWN = 10;
    private static final int MAX_SHOWN = 10_000;
    private static final double DEFAULT_START = 0.1;
    private static final double LEAST = 1e-6;
    private static final double MOST = 0.5;
    private static final int DEFAULT_HORIZON = 1_000;
    private static final int MAX_HORIZON = 1_000_000_000;
    private static final double LEAST_SHARPNESS = 1;
    private static final double MOST_SHARPNESS = 8;
    private static final double LARGEST_STEP = 0.01;
    private static final String NUMBERS = "click-noise";
    private static final int SHARE = 0;
    private static final int SHARPNESS = 1;
    private static final int CURVATURE = 2;

    public static final PartType<Weighting> TYPE = new PartType<>(
            "click-noise",
            "clicks weigh by the probability that they are right, learnt (trust bias, Agarwal et al. 2019)",
            parameters -> new ClickNoiseWeighting(
                    parameters.integer("shown", DEFAULT_SHOWN, 1, MAX_SHOWN),
                    parameters.number("start", DEFAULT_START, LEAST, MOST),
                    parameters.integer("horizon", DEFAULT_HORIZON, 1, MAX_HORIZON)));

    private static final long serialVersionUID = 1L;

    public ClickNoiseWeighting {
        if (shown < 1 || horizon < 1) {
            throw new IllegalArgumentException(
                    "%d documents shown, horizon of %d clicks, must be at least 1".formatted(shown, horizon));
        }
        if (!(start > 0 && start <= MOST)) {
            throw new IllegalArgumentException(
                    "share %s of wrong clicks, must be above 0 and at most %s".formatted(start, MOST));
        }
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        double[] learnt = batch.numbers().get(NUMBERS, start, 1, 1);
        double[] before = learnt.clone(); // one micro-batch is judged by one set of numbers
        for (CandidateSet set : sets) {
            double[] right = set.relevant().stream()
                    .mapToDouble(clicked -> right(clicked, set, before, learnt, scale))
                    .toArray();
            Arrays.stream(right)
                    .average()
                    .ifPresent(mean ->
                            learnt[SHARE] = Math.min(MOST, learnt[SHARE] + (1 - mean - learnt[SHARE]) / horizon));
            ClickWeights.multiply(set, right, batch);
        }
    }

    private double right(Candidate clicked, CandidateSet set, double[] before, double[] learnt, double scale) {
        double sum = 1; // of the softmax and of the scores under it, relative to the clicked one's
        double first = 0;
        double second = 0;
        for (Candidate negative : set.negatives()) {
            double ahead = scale * (negative.cosine() - clicked.cosine());
            double part = Math.exp(before[SHARPNESS] * ahead);
            sum += part;
            first += part * ahead;
            second += part * ahead * ahead;
        }
        double mean = first / sum;
        double right = (1 - before[SHARE]) / sum;
        double weight = ClickWeights.isShown(clicked, set, shown) ? right / (right + before[SHARE] / shown) : 1;
        sharpen(learnt, -weight * mean, weight * (second / sum - mean * mean));
        return weight;
    }

    private void sharpen(double[] learnt, double slope, double curvature) {
        if (!Double.isFinite(slope) || !Double.isFinite(curvature)) {
            return; // another score lies so far ahead that its part of the softmax overflows: surely wrong
        }
        learnt[CURVATURE] += (curvature - learnt[CURVATURE]) / horizon;
        double step = slope / (learnt[CURVATURE] * horizon);
        double bounded = Math.min(LARGEST_STEP, Math.max(-LARGEST_STEP, step));
        learnt[SHARPNESS] = Math.min(MOST_SHARPNESS, Math.max(LEAST_SHARPNESS, learnt[SHARPNESS] + bounded));
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
