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
 * ranking stands; the others follow relevance, for which the current model's softmax p over the candidates stands. So a
 * click on a document d that the teacher ranks among its first n is right with the probability (Bayes)
 *
 * <pre>    w(d) = (1 - e) p(d) / ( (1 - e) p(d) + e / n )</pre>
 *
 * and one further down is right for sure: nobody was led to it by its place. The share is learnt by expectation and
 * maximisation on the stream: e moves to the running mean of 1 - w.
 *
 * @param shown n: 1 to 10,000
 * @param start the share before the first click: above 0, as none could be learnt from none, to 0.5
 * @param horizon over how many clicks the share runs: at least 1
 */
public record ClickNoiseWeighting(int shown, double start, int horizon) implements Weighting {

    private static final int DEFAULT_SHOWN = 10;
    private static final int MAX_SHOWN = 10_000;
    private static final double DEFAULT_START = 0.1;
    private static final double LEAST = 1e-6;
    private static final double MOST = 0.5;
    private static final int DEFAULT_HORIZON = 1_000;
    private static final int MAX_HORIZON = 1_000_000_000;
    private static final String NUMBERS = "click-noise";

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
        double[] learnt = batch.numbers().get(NUMBERS, start);
        double wrong = learnt[0];
        for (CandidateSet set : sets) {
            double[] right = set.relevant().stream()
                    .mapToDouble(clicked -> right(clicked, set, wrong, scale))
                    .toArray();
            Arrays.stream(right)
                    .average()
                    .ifPresent(mean -> learnt[0] = Math.min(MOST, learnt[0] + (1 - mean - learnt[0]) / horizon));
            ClickWeights.multiply(set, right, batch);
        }
    }

    private double right(Candidate clicked, CandidateSet set, double wrong, double scale) {
        double others = 0; // of the softmax, relative to the clicked one's part
        int before = 0;
        for (Candidate negative : set.negatives()) {
            others += Math.exp(scale * (negative.cosine() - clicked.cosine()));
            before += negative.teacherCosine() > clicked.teacherCosine() ? 1 : 0;
        }
        double probability = 1 / (1 + others);
        double right = (1 - wrong) * probability;
        return before < shown ? right / (right + wrong / shown) : 1;
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
