package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.loss.Loss;
import io.remine.operators.loss.QueryScores;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.operators.mining.Role;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class VectorGradientTest {

    private static final Loss LOSS = new InfoNceLoss();
    private static final List<Integer> DIMENSIONS = List.of(4, 11);
    private static final double SCALE = 5;
    private static final double STEP = 1e-3;

    @Test
    void ofBeginningsAgreesWithDifferencesInEveryDirection() {
        try (Encoder encoder =
                        new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
                IndexView index = TinyIndex.of(encoder, 8);
                NDManager scope = PyTorch.newManager(encoder.device())) {
            float[][] documents = rows(index, scope);
            float[][] queries = {unit(1, 32), unit(2, 32)};
            FakeMicroBatch batch = new FakeMicroBatch(
                    List.of(FakeMicroBatch.example(0, 3), FakeMicroBatch.example(1, 5)), queries, documents);
            List<CandidateSet> sets = batch.allRanked();
            CandidateVectors vectors = CandidateVectors.gather(sets, index, scope);
            float[] made = unit(3, 32);
            sets.get(0).add(made, (float) dot(queries[0], made, 32), Role.NEGATIVE);

            VectorGradient gradient =
                    VectorGradient.of(LOSS, sets, vectors, queries, DIMENSIONS, SCALE, byCosine -> {});

            assertThat(gradient.loss().orElseThrow()).isCloseTo(loss(sets, queries, documents), within(1e-5));
            for (int query = 0; query < queries.length; query++) {
                for (int i = 0; i < 32; i++) {
                    float before = queries[query][i];
                    queries[query][i] = (float) (before + STEP);
                    double above = loss(sets, queries, documents);
                    double up = queries[query][i];
                    queries[query][i] = (float) (before - STEP);
                    double below = loss(sets, queries, documents);
                    double width = up - queries[query][i];
                    queries[query][i] = before;
                    assertThat((double) gradient.byVector()[query][i])
                            .as("query %d, number %d", query, i)
                            .isCloseTo((above - below) / width, within(2e-4));
                }
            }
        }
    }

    /** The mean over beginnings of 4 and 11 numbers, brought to length 1, and the whole vectors as they are. */
    private static double loss(List<CandidateSet> sets, float[][] queries, float[][] documents) {
        double sum = 0;
        for (int dimension : new int[] {4, 11, 32}) {
            for (CandidateSet set : sets) {
                float[] query = queries[set.query()];
                double queryLength = dimension == 32 ? 1 : Math.sqrt(dot(query, query, dimension));
                List<Candidate> candidates = set.candidates();
                double[] cosines = new double[candidates.size()];
                for (int i = 0; i < cosines.length; i++) {
                    float[] document = candidates.get(i).vector() == null
                            ? documents[(int) candidates.get(i).row()]
                            : candidates.get(i).vector();
                    cosines[i] = dot(query, document, dimension)
                            / queryLength
                            / Math.sqrt(dot(document, document, dimension));
                }
                sum += LOSS.of(QueryScores.of(set, cosines, SCALE), new double[cosines.length])
                        .orElseThrow();
            }
        }
        return sum / 3 / sets.size();
    }

    private static float[][] rows(IndexView index, NDManager scope) {
        List<float[]> rows = new ArrayList<>();
        LongStream.range(0, index.rows())
                .forEach(row -> rows.add(index.vectors(scope, new long[] {row}).toFloatArray()));
        return rows.toArray(float[][]::new);
    }

    private static float[] unit(long seed, int size) {
        Random random = new Random(seed);
        double[] values = random.doubles(size, -1, 1).toArray();
        double length = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
        float[] unit = new float[size];
        for (int i = 0; i < size; i++) {
            unit[i] = (float) (values[i] / length);
        }
        return unit;
    }

    private static double dot(float[] a, float[] b, int dimension) {
        double sum = 0;
        for (int i = 0; i < dimension; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
