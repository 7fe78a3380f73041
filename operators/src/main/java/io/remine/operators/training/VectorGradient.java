package io.remine.operators.training;

import io.remine.operators.loss.Loss;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.recipe.Recipe;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The loss of a micro-batch and its gradient by the query vectors, by the chain rule from the derivative by every cosine.
 *
 * <p>With dimensions the loss is the mean over beginnings of the vectors (Kusupati et al.,
 * <a href="https://arxiv.org/abs/2205.13147">Matryoshka Representation Learning</a>, 2022, equation 1, all weights alike),
 * each brought to length 1 by itself. With q' the first m numbers of a query's vector, u = q' / |q'|, d the same of
 * documents, c = u d the cosines and g the loss's derivative by them,
 *
 * <pre>    d loss / d q' = ( sum over i of g(i) (d(i) - c(i) u) ) / |q'|</pre>
 *
 * @param byCosine the derivative by every cosine of whole vectors, as the recipe's weights have corrected it
 * @param byVector // [batch, hidden]
 * @param byScale the loss's derivative by the scale
 */
@SuppressWarnings("ArrayRecordComponent") // the result of a computation, not compared
record VectorGradient(OptionalDouble loss, double[][] byCosine, float[][] byVector, double byScale) {

    /** By the whole vectors, whose length the encoder sees to. */
    private static VectorGradient ofWhole(
            Loss loss,
            List<CandidateSet> sets,
            CandidateVectors vectors,
            double scale,
            Consumer<double[][]> correction) {
        QueryGradient gradient = QueryGradient.of(loss, sets, scale);
        double[][] byCosine = gradient.derivatives();
        if (gradient.loss().isPresent()) {
            correction.accept(byCosine);
        }
        return new VectorGradient(gradient.loss(), byCosine, vectors.sums(byCosine), gradient.scaleDerivative());
    }

    /** As the recipe says. */
    static VectorGradient of(
            Recipe recipe, List<CandidateSet> sets, CandidateVectors vectors, MicroBatch batch, double scale) {
        Consumer<double[][]> correction =
                byCosine -> recipe.weights().forEach(weighting -> weighting.correct(sets, batch, byCosine));
        if (recipe.dimensions().isEmpty()) {
            return ofWhole(recipe.loss(), sets, vectors, scale, correction);
        }
        float[][] queries =
                IntStream.range(0, batch.size()).mapToObj(batch::queryVector).toArray(float[][]::new);
        return of(recipe.loss(), sets, vectors, queries, recipe.dimensions(), scale, correction);
    }

    /**
     * The mean over beginnings.
     *
     * @param queries whole vectors // [batch, hidden]
     * @param correction of the derivative by the cosines of whole vectors
     * @param dimensions lengths of the beginnings; the whole vectors count too, and what is longer is as the whole
     */
    static VectorGradient of(
            Loss loss,
            List<CandidateSet> sets,
            CandidateVectors vectors,
            float[][] queries,
            List<Integer> dimensions,
            double scale,
            Consumer<double[][]> correction) {
        int hidden = queries[0].length;
        int[] lengths = IntStream.concat(
                        dimensions.stream().mapToInt(Integer::intValue).filter(length -> length < hidden),
                        IntStream.of(hidden))
                .toArray();
        double total = 0;
        double byScale = 0;
        double[][] byCosine = {};
        float[][] byVector = new float[queries.length][hidden];
        for (int length : lengths) {
            VectorGradient one = length == hidden
                    ? ofWhole(loss, sets, vectors, scale, correction)
                    : ofPrefix(loss, sets, vectors.prefix(length), queries, length, scale);
            if (one.loss().isEmpty()) {
                return one;
            }
            total += one.loss().getAsDouble() / lengths.length;
            byScale += one.byScale() / lengths.length;
            add(one.byVector(), 1f / lengths.length, byVector);
            byCosine = one.byCosine(); // the whole comes last
        }
        return new VectorGradient(OptionalDouble.of(total), byCosine, byVector, byScale);
    }

    private static VectorGradient ofPrefix(
            Loss loss,
            List<CandidateSet> sets,
            CandidateVectors vectors,
            float[][] queries,
            int dimension,
            double scale) {
        float[][] units = new float[queries.length][];
        for (int query = 0; query < units.length; query++) {
            units[query] = Prefixes.unit(queries[query], dimension);
        }
        double[][] cosines = vectors.allCosines(units);
        QueryGradient byCosine = QueryGradient.of(loss, sets, cosines, scale);
        float[][] sums = vectors.sums(byCosine.derivatives()); // [batch, dimension]
        for (int query = 0; query < sums.length; query++) {
            double along = 0;
            for (int i = 0; i < cosines[query].length; i++) {
                along += byCosine.derivatives()[query][i] * cosines[query][i];
            }
            double length = Prefixes.length(queries[query], dimension);
            for (int i = 0; i < dimension; i++) {
                sums[query][i] = (float) ((sums[query][i] - along * units[query][i]) / length);
            }
        }
        return new VectorGradient(byCosine.loss(), byCosine.derivatives(), sums, byCosine.scaleDerivative());
    }

    private static void add(float[][] from, float times, float[][] to) {
        for (int row = 0; row < from.length; row++) {
            for (int i = 0; i < from[row].length; i++) {
                to[row][i] += times * from[row][i];
            }
        }
    }
}
