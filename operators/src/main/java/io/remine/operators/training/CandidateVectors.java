package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.Vectors;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.Gradients;
import java.util.List;

/**
 * The vectors of a micro-batch's candidates, as one array on the index's device. Rows of queries with fewer candidates than
 * others are filled up with any.
 */
final class CandidateVectors {

    private final List<CandidateSet> sets;
    private final int[] gathered; // candidates of each query at the time
    private final int longest;
    private final NDArray documents; // [batch, longest, hidden]

    private CandidateVectors(List<CandidateSet> sets, int[] gathered, int longest, NDArray documents) {
        this.sets = sets;
        this.gathered = gathered;
        this.longest = longest;
        this.documents = documents;
    }

    /** Gathers the vectors of all candidates, each of which has a row or a vector by now. */
    static CandidateVectors gather(List<CandidateSet> sets, IndexView index, NDManager scope) {
        int[] gathered = sets.stream().mapToInt(set -> set.candidates().size()).toArray();
        int longest = Math.max(
                1, sets.stream().mapToInt(set -> set.candidates().size()).max().orElse(1));
        long[] rows = new long[sets.size() * longest];
        for (int query = 0; query < sets.size(); query++) {
            List<Candidate> candidates = sets.get(query).candidates();
            for (int i = 0; i < candidates.size(); i++) {
                rows[query * longest + i] = Math.max(0, candidates.get(i).row());
            }
        }
        NDArray documents = index.vectors(scope, rows).reshape(sets.size(), longest, -1);
        return new CandidateVectors(sets, gathered, longest, documents);
    }

    /** The first numbers of all these vectors, brought to length 1. */
    CandidateVectors prefix(int dimension) {
        return Gradients.withoutGradients(() -> {
            NDArray first = documents.get("..., :" + dimension);
            NDArray lengths = first.square().sum(new int[] {2}, true).sqrt().maximum(Prefixes.MIN_LENGTH);
            return new CandidateVectors(sets, gathered, longest, first.div(lengths));
        });
    }

    /** Each candidate's cosine with its query, those that were added since the gathering too. */
    double[][] allCosines(float[][] queries) { // [batch, hidden] -> [batch, candidates]
        float[][] ofGathered =
                Gradients.withoutGradients(() -> cosines(documents.getManager().create(queries)));
        double[][] cosines = new double[sets.size()][];
        for (int query = 0; query < cosines.length; query++) {
            List<Candidate> candidates = sets.get(query).candidates();
            cosines[query] = new double[candidates.size()];
            for (int i = 0; i < candidates.size(); i++) {
                float[] own = candidates.get(i).vector();
                cosines[query][i] = own == null
                        ? ofGathered[query][i]
                        : Vectors.dot(queries[query], Prefixes.unit(own, dimension()));
            }
        }
        return cosines;
    }

    private int dimension() {
        return (int) documents.getShape().get(2);
    }

    /** Each candidate's cosine with its query; what is filled up is to be passed over. */
    float[][] cosines(NDArray queries) { // [batch, hidden] -> [batch, longest]
        return Gradients.withoutGradients(() -> {
            float[] flat = documents.matMul(queries.expandDims(2)).toFloatArray();
            float[][] cosines = new float[sets.size()][longest];
            for (int query = 0; query < cosines.length; query++) {
                System.arraycopy(flat, query * longest, cosines[query], 0, longest);
            }
            return cosines;
        });
    }

    /**
     * For each query the sum over its candidates of coefficient times vector: with the loss's derivative by each cosine,
     * its gradient by the query's vector.
     *
     * @param coefficients of each query's candidates, those that were added since the gathering too
     */
    float[][] sums(double[][] coefficients) { // -> [batch, hidden]
        float[] ofGathered = new float[sets.size() * longest];
        for (int query = 0; query < sets.size(); query++) {
            List<Candidate> candidates = sets.get(query).candidates();
            for (int i = 0; i < gathered[query]; i++) {
                if (candidates.get(i).vector() == null) {
                    ofGathered[query * longest + i] = (float) coefficients[query][i];
                }
            }
        }
        float[][] sums = weigh(ofGathered);
        for (int query = 0; query < sets.size(); query++) {
            List<Candidate> candidates = sets.get(query).candidates();
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).vector() != null) {
                    float[] own = Prefixes.unit(candidates.get(i).vector(), sums[query].length);
                    addTimes(sums[query], own, coefficients[query][i]);
                }
            }
        }
        return sums;
    }

    private float[][] weigh(float[] coefficients) {
        return Gradients.withoutGradients(() -> {
            NDManager scope = documents.getManager();
            NDArray weights = scope.create(coefficients, new Shape(sets.size(), 1, longest));
            float[] flat = weights.matMul(documents).toFloatArray(); // [batch, 1, hidden]
            int hidden = flat.length / sets.size();
            float[][] sums = new float[sets.size()][hidden];
            for (int query = 0; query < sums.length; query++) {
                System.arraycopy(flat, query * hidden, sums[query], 0, hidden);
            }
            return sums;
        });
    }

    private static void addTimes(float[] sum, float[] vector, double coefficient) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (float) (coefficient * vector[i]);
        }
    }
}
