package io.remine.state.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GradientsTest {

    @Test
    void theDerivativeOfASquareIsTwiceTheValue() {
        try (NDManager scope = PyTorch.newManager()) {
            assertThat(derivativeOfSquares(scope, 3, -1, 0)).containsExactly(6, -2, 0);
        }
    }

    @Test
    void recordingEndsWithItsBodyEvenIfThatThrows() {
        assertThatThrownBy(() -> Gradients.recording(() -> {
                    assertThat(JniUtils.isGradMode()).isTrue();
                    throw new IllegalStateException("in the body");
                }))
                .hasMessage("in the body");
        assertThat(JniUtils.isGradMode()).isFalse();
        assertThat(Gradients.isRecording()).isFalse();
    }

    @Test
    void withoutGradientsHoldsInsideRecordingAndGivesTheModeBack() {
        Gradients.recording(() -> {
            assertThat(Gradients.<Boolean>withoutGradients(JniUtils::isGradMode))
                    .isFalse();
            assertThat(JniUtils.isGradMode()).isTrue();
            return null;
        });
    }

    @Test
    void oneThreadsRecordingIsNotAnothers() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Callable<Boolean> mode = () -> Gradients.withoutGradients(JniUtils::isGradMode);
            boolean otherRecords = Gradients.recording(() -> {
                try {
                    return other.submit(mode).get()
                            || other.submit(Gradients::isRecording).get();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(otherRecords).isFalse();
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void severalThreadsTrainAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (NDManager root = PyTorch.newManager()) {
            List<Future<float[]>> results = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        try (NDManager scope = root.newSubManager()) {
                            return derivativeOfSquares(scope, i, i + 1);
                        }
                    }))
                    .toList();
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).containsExactly(2 * i, 2 * i + 2);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDerivativeOfAnotherShapeIsRefused() {
        try (NDManager scope = PyTorch.newManager()) {
            NDArray two = scope.ones(new Shape(2));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Gradients.of(two, scope.ones(new Shape(3)), List.of(two)))
                    .withMessageContaining("(3)");
        }
    }

    @Test
    void everyParameterHasItsOwnAndNothingAddsUp() {
        try (NDManager scope = PyTorch.newManager()) {
            NDArray x = scope.create(new float[] {3, -1});
            NDArray y = scope.create(new float[] {2, 5});
            x.setRequiresGradient(true);
            y.setRequiresGradient(true);
            for (int time = 0; time < 2; time++) {
                NDArray product = Gradients.recording(() -> x.mul(x).mul(y));
                NDList gradients = Gradients.of(product, scope.create(new float[] {1, 10}), List.of(x, y));
                assertThat(gradients.get(0).toFloatArray()).containsExactly(12, -100); // 2 x y
                assertThat(gradients.get(1).toFloatArray()).containsExactly(9, 10); // x^2
            }
        }
    }

    private static float[] derivativeOfSquares(NDManager scope, float... values) {
        NDArray x = scope.create(values);
        x.setRequiresGradient(true);
        NDArray squares = Gradients.recording(() -> x.mul(x));
        return Gradients.of(squares, squares.onesLike(), List.of(x)).get(0).toFloatArray();
    }
}
