package io.remine.operators.training;

import io.remine.operators.loss.Loss;
import io.remine.operators.loss.QueryScores;
import io.remine.operators.mining.CandidateSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The loss of a micro-batch, the mean over its queries by weight, and its derivative by every cosine. Queries with nothing
 * to compare add nothing, to the count of queries neither.
 *
 * @param derivatives of each query's candidates
 * @param scaleDerivative the loss's derivative by the scale
 */
@SuppressWarnings("ArrayRecordComponent") // the result of a computation, not compared
record QueryGradient(OptionalDouble loss, double[][] derivatives, double scaleDerivative) {

    /** By the candidates' own cosines. */
    static QueryGradient of(Loss loss, List<CandidateSet> sets, double scale) {
        double[][] cosines = sets.stream()
                .map(set -> set.candidates().stream()
                        .mapToDouble(CandidateSet.Candidate::cosine)
                        .toArray())
                .toArray(double[][]::new);
        return of(loss, sets, cosines, scale);
    }

    /**
     * @param cosines of each query's candidates, in place of their own
     */
    static QueryGradient of(Loss loss, List<CandidateSet> sets, double[][] cosines, double scale) {
        double[][] derivatives = new double[sets.size()][];
        double[] losses = new double[sets.size()];
        double[] weights = new double[sets.size()];
        double total = 0;
        for (int query = 0; query < sets.size(); query++) {
            CandidateSet set = sets.get(query);
            derivatives[query] = new double[set.candidates().size()];
            OptionalDouble value = loss.of(QueryScores.of(set, cosines[query], scale), derivatives[query]);
            if (value.isPresent() && set.weight() > 0) {
                losses[query] = value.getAsDouble();
                weights[query] = set.weight();
                total += set.weight();
            }
        }
        if (total == 0) {
            return new QueryGradient(OptionalDouble.empty(), derivatives, 0);
        }
        double sum = 0;
        double byScale = 0;
        for (int query = 0; query < sets.size(); query++) {
            double share = weights[query] / total;
            sum += share * losses[query];
            for (int i = 0; i < derivatives[query].length; i++) {
                byScale += share * derivatives[query][i] * cosines[query][i];
                derivatives[query][i] *= share * scale;
            }
        }
        return new QueryGradient(OptionalDouble.of(sum), derivatives, byScale);
    }
}
