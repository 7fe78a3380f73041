package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import io.remine.operators.training.Ranking.Role;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * The loss of ADORE: pairwise logistic loss with LambdaRank's weights over the documents that the model itself ranks
 * highest (Zhan et al., <a href="https://arxiv.org/abs/2104.08051">Optimizing Dense Retrieval Model Training with Hard
 * Negatives</a>, 2021; the weights are those of Burges, From RankNet to LambdaRank to LambdaMART, 2010).
 *
 * <p>For a query with relevant documents i, negatives j and P their pairs,
 *
 * <pre>    loss = 1/|P| * sum over P of |r(i) - r(j)| * softplus(s(j) - s(i)),   s = scale * cosine</pre>
 *
 * where r(x) is 1 / rank(x) up to {@code cut} and 0 beyond: what the pair changes places for, in reciprocal rank. The loss
 * of a batch is the mean over its queries, each counted by its weight.
 *
 * @param scale what cosines are multiplied by before they are compared, above 0
 * @param cut the last rank that counts, at least 1
 */
public record AdoreLoss(float scale, int cut) implements Serializable {

    /** As published: the whole of the top 200 counts. */
    public static final AdoreLoss DEFAULT = new AdoreLoss(20, 200);

    public AdoreLoss {
        if (!(scale > 0 && scale <= 1_000)) {
            throw new IllegalArgumentException("scale %s, must be above 0 and at most 1000".formatted(scale));
        }
        if (cut < 1) {
            throw new IllegalArgumentException("cut %d, must be at least 1".formatted(cut));
        }
    }

    /**
     * The loss of a batch, differentiable in {@code cosines}.
     *
     * @param cosines of each query to the documents of its ranking, in its order; what stands in a row beyond the end of the
     *     ranking is not used // [batch, documents]
     * @param rankings one per query; one without a relevant document adds nothing, to the count of queries neither
     * @return a scalar; empty if no query has a pair to learn from
     */
    Optional<NDArray> of(NDArray cosines, List<Ranking> rankings) {
        int documents = Math.toIntExact(cosines.getShape().get(1));
        Pairs pairs = Pairs.of(rankings, documents, cut);
        if (pairs.weights().length == 0) {
            return Optional.empty();
        }
        NDManager scope = cosines.getManager();
        // An array that lives as long as the scope: of a number DJL makes one that is freed before the way backward
        // reads it.
        NDArray scores = cosines.flatten().mul(scope.create(scale)); // [batch * documents]
        NDArray relevant = scores.gather(scope.create(pairs.relevant()), 0); // [pairs]
        NDArray negative = scores.gather(scope.create(pairs.negative()), 0); // [pairs]
        NDArray losses = Activation.softPlus(negative.sub(relevant)); // [pairs]
        return Optional.of(losses.mul(scope.create(pairs.weights())).sum());
    }

    /** All pairs of a batch: places in the flattened scores, and what each pair's loss counts in the batch's. */
    @SuppressWarnings("ArrayRecordComponent") // a bundle of columns, never compared
    private record Pairs(long[] relevant, long[] negative, float[] weights) {

        static Pairs of(List<Ranking> rankings, int documents, int cut) {
            int pairs = 0;
            double queries = 0; // by weight
            for (Ranking ranking : rankings) {
                int relevant = count(ranking, Role.RELEVANT);
                pairs += relevant * count(ranking, Role.NEGATIVE);
                queries += relevant > 0 ? ranking.weight() : 0;
            }
            Pairs all = new Pairs(new long[pairs], new long[pairs], new float[pairs]);
            int filled = 0;
            for (int query = 0; query < rankings.size(); query++) {
                filled = all.fill(filled, rankings.get(query), (long) query * documents, queries, cut);
            }
            return all;
        }

        private int fill(int from, Ranking ranking, long offset, double queries, int cut) {
            List<Role> roles = ranking.roles();
            int ofQuery = count(ranking, Role.RELEVANT) * count(ranking, Role.NEGATIVE);
            int at = from;
            for (int i = 0; i < roles.size(); i++) {
                for (int j = 0; roles.get(i) == Role.RELEVANT && j < roles.size(); j++) {
                    if (roles.get(j) == Role.NEGATIVE) {
                        double lambda = Math.abs(gain(i + 1, cut) - gain(j + 1, cut));
                        relevant[at] = offset + i;
                        negative[at] = offset + j;
                        weights[at] = (float) (lambda / ofQuery * (ranking.weight() / queries));
                        at++;
                    }
                }
            }
            return at;
        }

        private static double gain(int rank, int cut) {
            return rank <= cut ? 1.0 / rank : 0;
        }

        private static int count(Ranking ranking, Role role) {
            int count = 0;
            for (Role each : ranking.roles()) {
                count += each == role ? 1 : 0;
            }
            return count;
        }
    }
}
