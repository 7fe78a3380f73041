package io.remine.operators.training;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Vectors;
import io.remine.operators.recipe.Recipe;
import io.remine.state.record.Example;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Queries whose vectors a recipe trains by themselves, without an encoder, among documents that stand in clusters: what a
 * recipe's parts and loss do, and nothing else. Query i is clicked on document i * {@link #CLUSTER}, and starts near its
 * cluster.
 */
final class FreeQueries {

    static final int QUERIES = 24;
    /** Documents around each clicked one, itself included. */
    static final int CLUSTER = 5;

    private static final int DIMENSION = 16;
    private static final double DOCUMENT_SPREAD = 0.6;
    private static final double QUERY_SPREAD = 0.9;

    final float[][] documents; // [QUERIES * CLUSTER, DIMENSION]
    final float[][] queries; // [QUERIES, DIMENSION]
    private float[][] teacher;
    private final Map<Miner, float[][]> copies = new HashMap<>();
    private final List<Example> examples;
    private final long seed;
    private int steps;

    FreeQueries(long seed) {
        this.seed = seed;
        Random random = new Random(seed);
        documents = new float[QUERIES * CLUSTER][];
        queries = new float[QUERIES][];
        for (int query = 0; query < QUERIES; query++) {
            float[] centre = direction(random);
            for (int i = 0; i < CLUSTER; i++) {
                documents[query * CLUSTER + i] = unit(centre, direction(random), DOCUMENT_SPREAD);
            }
            queries[query] = unit(centre, direction(random), QUERY_SPREAD);
        }
        teacher = Arrays.stream(queries).map(float[]::clone).toArray(float[][]::new);
        examples = IntStream.range(0, QUERIES)
                .mapToObj(query -> FakeMicroBatch.example(query, query * CLUSTER))
                .toList();
    }

    /** The teacher's vectors of the queries; those that they begin with unless they are given. */
    FreeQueries withTeacher(float[][] vectors) {
        teacher = vectors;
        return this;
    }

    /** Makes a document of each cluster all but a copy of the clicked one: relevant too, and not clicked. */
    FreeQueries withFalseNegatives(int placeInCluster, double spread) {
        Random random = new Random(~seed);
        for (int query = 0; query < QUERIES; query++) {
            documents[query * CLUSTER + placeInCluster] = unit(documents[query * CLUSTER], direction(random), spread);
        }
        return this;
    }

    /** The next micro-batch, of all queries. */
    FakeMicroBatch batch() {
        FakeMicroBatch batch = new FakeMicroBatch(examples, queries, documents)
                .withTeacher(teacher)
                .atStep(seed << 32 | steps);
        copies.forEach(batch::withMiner);
        return batch;
    }

    /** The candidates of all queries, mined, scored and shaped. */
    List<CandidateSet> candidates(Recipe recipe, FakeMicroBatch batch) {
        List<CandidateSet> sets = recipe.mine(batch);
        sets.forEach(batch::score);
        recipe.shape(sets, batch, 1 / recipe.temperature().start());
        return sets;
    }

    /** Takes steps down the gradient, each query's vector on the sphere. */
    FreeQueries train(Recipe recipe, int count, double rate) {
        for (int step = 0; step < count; step++) {
            recipe.miners().forEach(this::refresh);
            train(recipe, batch(), rate);
            recipe.miners().forEach(this::average);
            steps++;
        }
        return this;
    }

    private void refresh(Miner miner) {
        boolean due = miner instanceof Miner.Stale stale && steps % stale.everySteps() == 0;
        if (due || (miner instanceof Miner.Momentum && !copies.containsKey(miner))) {
            copies.put(miner, queries.clone());
        }
    }

    private void average(Miner miner) {
        if (miner instanceof Miner.Momentum momentum) {
            float[][] average = copies.get(miner);
            for (int query = 0; query < QUERIES; query++) {
                float[] moved = new float[DIMENSION];
                for (int i = 0; i < DIMENSION; i++) {
                    moved[i] =
                            (float) (momentum.decay() * average[query][i] + (1 - momentum.decay()) * queries[query][i]);
                }
                average[query] = moved;
            }
        }
    }

    private void train(Recipe recipe, FakeMicroBatch batch, double rate) {
        List<CandidateSet> sets = candidates(recipe, batch);
        double[][] byCosine = QueryGradient.of(
                        recipe.loss(), sets, 1 / recipe.temperature().start())
                .derivatives();
        for (CandidateSet set : sets) {
            float[] slope = new float[DIMENSION];
            List<Candidate> candidates = set.candidates();
            for (int j = 0; j < candidates.size(); j++) {
                float[] vector = vector(candidates.get(j));
                for (int i = 0; i < DIMENSION; i++) {
                    slope[i] += (float) (QUERIES * byCosine[set.query()][j] * vector[i]);
                }
            }
            queries[set.query()] = unit(queries[set.query()], slope, -rate);
        }
    }

    private float[] vector(Candidate candidate) {
        return candidate.vector() == null ? documents[(int) candidate.row()] : candidate.vector();
    }

    double cosine(int query, int document) {
        return Vectors.dot(queries[query], documents[document]);
    }

    /** The mean over queries of the cosine with one document of the query's own cluster, the clicked one for 0. */
    double meanCosine(int placeInCluster) {
        return IntStream.range(0, QUERIES)
                .mapToDouble(query -> cosine(query, query * CLUSTER + placeInCluster))
                .average()
                .orElseThrow();
    }

    /** By how much a query's clicked document leads over the nearest other one, in the mean. */
    double meanLead() {
        return IntStream.range(0, QUERIES)
                .mapToDouble(query -> cosine(query, query * CLUSTER)
                        - IntStream.range(0, documents.length)
                                .filter(document -> document != query * CLUSTER)
                                .mapToDouble(document -> cosine(query, document))
                                .max()
                                .orElseThrow())
                .average()
                .orElseThrow();
    }

    /** {@code a + share b}, brought to length 1. */
    static float[] unit(float[] a, float[] b, double share) {
        double[] sum = new double[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            sum[i] = a[i] + share * b[i];
            squares += sum[i] * sum[i];
        }
        float[] unit = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return unit;
    }

    /** Any direction, each as likely as any other. */
    static float[] direction(Random random) {
        float[] numbers = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return unit(numbers, numbers, 0);
    }
}
