package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NeighbourOrderTest {

    @Test
    void theOldestGathersItsNearestAndThenTheOldestThatIsLeft() {
        float[][] vectors = {at(0), at(80), at(30), at(60), at(10), at(90)};
        assertThat(NeighbourOrder.of(vectors, 2)).containsExactly(0, 4, 1, 5, 2, 3);
        assertThat(NeighbourOrder.of(vectors, 4)).containsExactly(0, 2, 3, 4, 1, 5);
    }

    @Test
    void equallyNearOnesAreTakenInTheOrderOfArrival() {
        float[][] vectors = {at(0), at(45), at(45), at(45), at(45)};
        assertThat(NeighbourOrder.of(vectors, 3)).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void queriesOfFourTopicsThatArriveMixedGoIntoMicroBatchesOfOneTopicEach() {
        int topics = 4;
        int microBatch = 8;
        Random random = new Random(11);
        float[][] vectors = new float[topics * microBatch][];
        for (int query = 0; query < vectors.length; query++) {
            vectors[query] = new float[topics];
            for (int i = 0; i < topics; i++) {
                vectors[query][i] = (i == query % topics ? 1 : 0) + 0.1f * (float) random.nextGaussian();
            }
        }
        int[] order = NeighbourOrder.of(vectors, microBatch);
        Set<Integer> seen = new HashSet<>();
        for (int batch = 0; batch < topics; batch++) {
            int[] queries = Arrays.copyOfRange(order, batch * microBatch, (batch + 1) * microBatch);
            assertThat(IntStream.of(queries)
                            .map(query -> query % topics)
                            .distinct()
                            .count())
                    .as("micro-batch %s", Arrays.toString(queries))
                    .isEqualTo(1);
            IntStream.of(queries).forEach(seen::add);
        }
        assertThat(seen).hasSize(vectors.length);
    }

    private static float[] at(double degrees) {
        double radians = Math.toRadians(degrees);
        return new float[] {(float) Math.cos(radians), (float) Math.sin(radians)};
    }
}
