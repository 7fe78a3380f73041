package io.remine.bench.encodings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodingsBenchTest {

    private static final int DIMENSION = 64;

    @TempDir
    Path directory;

    /** Directions at random are the hardest there are to code, since nothing is alike: texts do better. */
    @Test
    void theFinerTheEncodingTheMoreIsFoundAndTheMoreIsSent() throws IOException {
        Random random = new Random(3);
        List<EncodingFigures> figures =
                new EncodingsBench(vectors(5_000, random), vectors(20, random), 1).run(directory);
        assertThat(figures).extracting(EncodingFigures::contender).containsExactly(Contender.values());
        EncodingFigures single = figures.get(0);
        assertThat(single.recall10()).isEqualTo(1);
        assertThat(single.bytesSent()).isEqualTo(4 * DIMENSION);
        assertThat(single.bytesKept()).isEqualTo(4 * DIMENSION);
        assertThat(single.timesSmaller(DIMENSION)).isEqualTo(1);
        assertThat(single.oneQuery()).isEqualTo(1);
        assertThat(figures.get(1).bytesSent()).isEqualTo(2 * DIMENSION);
        assertThat(figures.get(1).recall200()).isBetween(0.995, 1.0);
        assertThat(figures.get(2).bytesSent()).isEqualTo(DIMENSION + 4);
        assertThat(figures.get(2).recall200()).isBetween(0.97, 1.0);
        EncodingFigures alone = figures.get(3);
        EncodingFigures rescored = figures.get(4);
        assertThat(rescored.timesSmaller(DIMENSION)).isCloseTo(32, within(1e-9));
        assertThat(rescored.bytesKept()).isGreaterThan(DIMENSION / 8.0); // with codebooks
        assertThat(rescored.bytesSent()).isGreaterThan(DIMENSION + 4 + DIMENSION / 8.0);
        assertThat(alone.recall200()).isLessThan(rescored.recall200());
        assertThat(rescored.recall200()).isGreaterThan(0.5);
    }

    private static float[][] vectors(int count, Random random) {
        float[][] vectors = new float[count][DIMENSION];
        for (float[] vector : vectors) {
            double squares = 0;
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] = (float) random.nextGaussian();
                squares += vector[i] * vector[i];
            }
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] /= (float) Math.sqrt(squares);
            }
        }
        return vectors;
    }
}
