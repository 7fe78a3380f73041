package io.remine.operators.weighting;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.PartType;
import java.util.List;

/**
 * Soft weights by similarity: the farther a relevant document and the nearer a negative, the more it counts. These are the
 * conditional distributions of Zheng et al., <a href="https://arxiv.org/abs/2105.03746">Contrastive Attraction and
 * Contrastive Repulsion for Representation Learning</a>, 2021, equations 3 and 4, and what AdaMEOW (Yu et al.,
 * <a href="https://arxiv.org/abs/2212.13847">Heterogeneous Graph Contrastive Learning with Meta-path Contexts and
 * Adaptively Weighted Negative Samples</a>, 2022) learns by a network. With the squared distance d = 2 - 2 cos,
 *
 * <pre>    relevant i: exp(attraction * d(i))        negative j: exp(-repulsion * d(j))</pre>
 *
 * each over the mean of its kind, so that relevant documents and negatives together count what they did before.
 *
 * @param attraction how much far relevant documents are preferred: 0, not at all, to 100
 * @param repulsion how much near negatives are preferred: 0, not at all, to 100
 */
public record AdaptiveWeighting(double attraction, double repulsion) implements Weighting {

    private static final double DEFAULT_ATTRACTION = 1;
    private static final double DEFAULT_REPULSION = 2;
    private static final double MOST = 100;

    public static final PartType<Weighting> TYPE = new PartType<>(
            "adaptive",
            "far positives and near negatives count more, softly (CACR, Zheng et al. 2021; AdaMEOW, Yu et al. 2022)",
            parameters -> new AdaptiveWeighting(
                    parameters.number("attraction", DEFAULT_ATTRACTION, 0, MOST),
                    parameters.number("repulsion", DEFAULT_REPULSION, 0, MOST)));

    private static final long serialVersionUID = 1L;

    public AdaptiveWeighting {
        if (!(attraction >= 0 && attraction <= MOST && repulsion >= 0 && repulsion <= MOST)) {
            throw new IllegalArgumentException(
                    "attraction %s and repulsion %s, must be from 0 to %s".formatted(attraction, repulsion, MOST));
        }
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            weigh(set.relevant(), attraction);
            weigh(set.negatives(), -repulsion);
        }
    }

    private static void weigh(List<Candidate> candidates, double byDistance) {
        double[] exponents = candidates.stream()
                .mapToDouble(each -> byDistance * (2 - 2 * each.cosine()))
                .toArray();
        double largest = 0;
        double sum = 0;
        for (int i = 0; i < exponents.length; i++) {
            largest = i == 0 ? exponents[0] : Math.max(largest, exponents[i]);
        }
        for (double exponent : exponents) {
            sum += Math.exp(exponent - largest);
        }
        for (int i = 0; i < exponents.length; i++) {
            candidates.get(i).multiplyWeight(exponents.length * Math.exp(exponents[i] - largest) / sum);
        }
    }
}
