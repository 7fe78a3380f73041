package io.remine.operators.training;

import static io.remine.operators.training.Ranking.Role.IGNORED;
import static io.remine.operators.training.Ranking.Role.NEGATIVE;
import static io.remine.operators.training.Ranking.Role.RELEVANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdoreLossTest {

    @Test
    void oneQueryIsTheMeanOverItsPairsWeighedByTheChangeInReciprocalRank() {
        Ranking ranking = new Ranking(List.of(NEGATIVE, RELEVANT, NEGATIVE), 1);
        double expected =
                ((1 - 1 / 2.0) * softplus(2 * (0.9 - 0.6)) + (1 / 2.0 - 1 / 3.0) * softplus(2 * (0.5 - 0.6))) / 2;
        assertThat(loss(new AdoreLoss(2, 200), new float[][] {{0.9f, 0.6f, 0.5f}}, ranking))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void ranksBeyondTheCutCountNothing() {
        Ranking ranking = new Ranking(List.of(NEGATIVE, NEGATIVE, RELEVANT), 1);
        double expected = (1 * softplus(0.9 - 0.5) + 1 / 2.0 * softplus(0.6 - 0.5)) / 2;
        assertThat(loss(new AdoreLoss(1, 2), new float[][] {{0.9f, 0.6f, 0.5f}}, ranking))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void everyRelevantDocumentIsComparedWithEveryNegativeAndIgnoredOnesWithNone() {
        Ranking ranking = new Ranking(List.of(RELEVANT, IGNORED, NEGATIVE, RELEVANT), 1);
        double expected = ((1 - 1 / 3.0) * softplus(0.5 - 0.9) + (1 / 3.0 - 1 / 4.0) * softplus(0.5 - 0.4)) / 2;
        assertThat(loss(new AdoreLoss(1, 200), new float[][] {{0.9f, 0.8f, 0.5f, 0.4f}}, ranking))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void queriesCountByTheirWeightAndThoseWithoutARelevantDocumentNotAtAll() {
        AdoreLoss adore = new AdoreLoss(1, 200);
        double first = 0.5 * softplus(0.9 - 0.6);
        double second = 0.5 * softplus(0.1 - 0.8);
        assertThat(loss(
                        adore,
                        new float[][] {{0.9f, 0.6f}, {0.8f, 0.1f}, {0.3f, 0.2f}},
                        new Ranking(List.of(NEGATIVE, RELEVANT), 1),
                        new Ranking(List.of(RELEVANT, NEGATIVE), 3),
                        new Ranking(List.of(NEGATIVE, NEGATIVE), 5)))
                .isCloseTo((first + 3 * second) / 4, within(1e-6));
    }

    @Test
    void withoutAnyPairThereIsNoLoss() {
        try (NDManager scope = PyTorch.newManager()) {
            NDArray cosines = scope.create(new float[] {0.5f, 0.4f}, new Shape(2, 1));
            assertThat(AdoreLoss.DEFAULT.of(
                            cosines, List.of(new Ranking(List.of(RELEVANT), 1), new Ranking(List.of(NEGATIVE), 1))))
                    .isEmpty();
        }
    }

    @Test
    void theGradientAgreesWithFiniteDifferences() {
        Random random = new Random(6);
        int documents = 7;
        float[][] cosines = new float[2][documents];
        for (float[] row : cosines) {
            for (int i = 0; i < documents; i++) {
                row[i] = random.nextFloat();
            }
        }
        Ranking[] rankings = {
            new Ranking(List.of(NEGATIVE, RELEVANT, IGNORED, NEGATIVE, RELEVANT, NEGATIVE, NEGATIVE), 2),
            new Ranking(List.of(RELEVANT, NEGATIVE, NEGATIVE, NEGATIVE, NEGATIVE), 0.5f)
        };
        AdoreLoss adore = new AdoreLoss(3, 4);
        float[] gradient = gradient(adore, cosines, rankings);
        float step = 1e-2f;
        for (int i = 0; i < gradient.length; i++) {
            float[] row = cosines[i / documents];
            float before = row[i % documents];
            row[i % documents] = before + step;
            double above = loss(adore, cosines, rankings);
            row[i % documents] = before - step;
            double below = loss(adore, cosines, rankings);
            row[i % documents] = before;
            assertThat((double) gradient[i])
                    .as("seed 6, score %d", i)
                    .isCloseTo((above - below) / (2 * step), within(1e-4));
        }
    }

    @Test
    void whatTheWayBackwardReadsSurvivesAGarbageCollection() throws Exception {
        Random random = new Random(8);
        float[][] cosines = new float[2][40];
        for (float[] row : cosines) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextFloat();
            }
        }
        Ranking[] rankings = {ranking(40, 3), ranking(40, 17)};
        float[] expected = gradient(AdoreLoss.DEFAULT, cosines, rankings);
        try (NDManager scope = PyTorch.newManager()) {
            NDArray scores = scope.create(cosines);
            scores.setRequiresGradient(true);
            NDArray loss = Gradients.recording(
                    () -> AdoreLoss.DEFAULT.of(scores, List.of(rankings)).orElseThrow());
            overwriteFreedJavaMemory();
            Gradients.backward(loss);
            assertThat(scores.getGradient().toFloatArray()).as("seed 8").isEqualTo(expected);
        }
    }

    @Test
    void nonsensicalSettingsAreRefused() {
        assertThatThrownBy(() -> new AdoreLoss(Float.NaN, 200)).hasMessageContaining("scale NaN");
        assertThatThrownBy(() -> new AdoreLoss(20, 0)).hasMessageContaining("cut 0");
    }

    private static Ranking ranking(int documents, int relevant) {
        List<Ranking.Role> roles = new ArrayList<>(Collections.nCopies(documents, NEGATIVE));
        roles.set(relevant, RELEVANT);
        return new Ranking(roles, 1);
    }

    /** Small blocks of direct memory, of the sizes that the loss takes, full of bits that are no number. */
    private static void overwriteFreedJavaMemory() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            System.gc();
            Thread.sleep(20);
            List<ByteBuffer> taken = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(4 + 4 * (i % 256));
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0xFF);
                }
                taken.add(buffer);
            }
            assertThat(taken).hasSize(5_000);
        }
    }

    private static double softplus(double x) {
        return Math.log1p(Math.exp(x));
    }

    private static double loss(AdoreLoss adore, float[][] cosines, Ranking... rankings) {
        try (NDManager scope = PyTorch.newManager()) {
            Optional<NDArray> loss = adore.of(scope.create(cosines), List.of(rankings));
            return loss.orElseThrow().getFloat();
        }
    }

    private static float[] gradient(AdoreLoss adore, float[][] cosines, Ranking... rankings) {
        try (NDManager scope = PyTorch.newManager()) {
            NDArray scores = scope.create(cosines);
            scores.setRequiresGradient(true);
            Gradients.backward(Gradients.recording(
                    () -> adore.of(scores, List.of(rankings)).orElseThrow()));
            return scores.getGradient().toFloatArray();
        }
    }
}
