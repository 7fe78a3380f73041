package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProductQuantizerTest {

    /** Two parts of two numbers; centroid c of the first is (c, 0), of the second (0, -c). */
    private static final ProductQuantizer GRID = grid();

    @Test
    void aCodeNamesTheNearestCentroidOfEachPart() {
        assertThat(code(GRID, 3.4f, 1, 9, -200.6f)).containsExactly(3, (byte) 201);
        assertThat(code(GRID, -5, 0, 0, -1000)).containsExactly(0, (byte) 255);
        assertThat(code(GRID, 2.5f, 0, 0, -2.5f)).containsExactly(2, 2); // of two as near the first
    }

    @Test
    void aScoreIsTheInnerProductOfTheQueryWithTheCentroids() {
        float[] table = GRID.table(new float[] {2, 7, 11, 0.5f});
        byte[] codes = {99, 3, (byte) 201};
        assertThat(GRID.score(table, codes, 1)).isEqualTo(2 * 3 + 0.5f * -201);
    }

    @Test
    void oddPartsAreScoredToo() {
        float[] centroids = new float[3 * ProductQuantizer.CENTROIDS];
        for (int i = 0; i < centroids.length; i++) {
            centroids[i] = i % ProductQuantizer.CENTROIDS;
        }
        ProductQuantizer three = new ProductQuantizer(3, 1, centroids);
        assertThat(three.score(three.table(new float[] {1, 10, 100}), new byte[] {1, 2, 3}, 0))
                .isEqualTo(321);
    }

    @Test
    void asManyPointsAsCentroidsAreLearntByHeart() {
        List<float[]> vectors = IntStream.range(0, ProductQuantizer.CENTROIDS)
                .mapToObj(i -> new float[] {i, -3 * i})
                .toList();
        ProductQuantizer learnt = Centroids.learn(vectors, 2, 1);
        for (float[] vector : vectors) {
            assertThat(reconstruct(learnt, vector)).containsExactly(vector);
        }
    }

    @Test
    void whatIsLearntIsFinerThanTheSpreadOfThePointsAndTheSameEachTime() {
        long seed = System.nanoTime();
        System.out.println("ProductQuantizerTest seed " + seed);
        Random random = new Random(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            vectors.add(new float[] {
                (float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian(), 1
            });
        }
        ProductQuantizer learnt = Centroids.learn(vectors, 2, 2);
        double squares = 0;
        for (float[] vector : vectors) {
            float[] near = reconstruct(learnt, vector);
            for (int i = 0; i < vector.length; i++) {
                squares += Math.pow(vector[i] - near[i], 2);
            }
        }
        assertThat(squares / vectors.size())
                .isLessThan(0.05); // of 3; a grid of 256 cells leaves about 0.02 of the first two
        assertThat(Centroids.learn(vectors, 2, 2).centroids()).isEqualTo(learnt.centroids());
    }

    @Test
    void equalPointsLeaveNoCentroidWithoutAPlace() {
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            vectors.add(new float[] {i % 2, 5});
        }
        ProductQuantizer learnt = Centroids.learn(vectors, 1, 2);
        assertThat(reconstruct(learnt, vectors.get(0))).containsExactly(new float[] {0, 5}, within(0.05f));
        assertThat(reconstruct(learnt, vectors.get(1))).containsExactly(new float[] {1, 5}, within(0.05f));
    }

    @Test
    void centroidsThatAreNoNumbersOrTooFewAreRefused() {
        float[] centroids = new float[ProductQuantizer.CENTROIDS];
        centroids[7] = Float.NaN;
        assertThatThrownBy(() -> new ProductQuantizer(1, 1, centroids)).hasMessageContaining("centroid 7 of part 0");
        assertThatThrownBy(() -> new ProductQuantizer(2, 1, centroids)).hasMessageContaining("2 parts of 256");
    }

    private static ProductQuantizer grid() {
        float[] centroids = new float[2 * ProductQuantizer.CENTROIDS * 2];
        for (int centroid = 0; centroid < ProductQuantizer.CENTROIDS; centroid++) {
            centroids[2 * centroid] = centroid;
            centroids[2 * (ProductQuantizer.CENTROIDS + centroid) + 1] = -centroid;
        }
        return new ProductQuantizer(2, 2, centroids);
    }

    private static byte[] code(ProductQuantizer quantizer, float... vector) {
        byte[] code = new byte[quantizer.parts()];
        quantizer.encode(vector, code, 0);
        return code;
    }

    private static float[] reconstruct(ProductQuantizer quantizer, float[] vector) {
        byte[] code = code(quantizer, vector);
        float[] near = new float[vector.length];
        int width = quantizer.width();
        for (int part = 0; part < code.length; part++) {
            int centroid = part * ProductQuantizer.CENTROIDS + (code[part] & 0xff);
            float[] values = Arrays.copyOfRange(quantizer.centroids(), centroid * width, (centroid + 1) * width);
            System.arraycopy(values, 0, near, part * width, width);
        }
        return near;
    }
}
