package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenEncoderTest {

    private final Encoder plain =
            new Encoder(RandomEncoder.source(RandomEncoder.TINY, 1), new Trainable.AllButEmbeddings());
    private final Encoder frozen = plain.withOwnTrainable().freeze();

    @AfterEach
    void close() {
        frozen.close();
        plain.close();
    }

    /** A text alone, of fewer tokens than are multiplied by oneDNN unless they are packed; some; and some batches. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void givesTheVectorsThatItGaveBefore(int count) {
        List<String> texts = texts(count);
        float[][] before = plain.encodeDocuments(texts);
        float[][] after = frozen.encodeDocuments(texts);
        for (int text = 0; text < count; text++) {
            assertThat(after[text]).containsExactly(before[text], within(1e-6f));
        }
    }

    @Test
    void multipliesByPackedMatricesOnlyWhereNoGradientIsRecorded() {
        try (NDManager scope = PyTorch.newManager()) {
            TokenBatch batch = TokenBatch.of(plain.tokenizeQueries(texts(40)));
            float[] recorded =
                    Gradients.recording(() -> plain.encode(scope, batch).toFloatArray());
            assertThat(Gradients.recording(() -> frozen.encode(scope, batch).toFloatArray()))
                    .isEqualTo(recorded);
            assertThat(frozen.encode(scope, batch).toFloatArray()).containsExactly(recorded, within(1e-6f));
        }
    }

    @Test
    void packsItsMatricesOnceAndNotBeforeTheFirstText() {
        int matrices = 6 * RandomEncoder.TINY.layers();
        assertThat(frozen.managedArrays()).isEqualTo(plain.managedArrays());
        for (int times = 0; times < 3; times++) {
            plain.encodeDocuments(texts(40));
            frozen.encodeDocuments(texts(40));
            assertThat(frozen.managedArrays()).isEqualTo(plain.managedArrays() + matrices);
        }
    }

    @Test
    void refusesToBeChanged() {
        float[] parameters = new float[frozen.trainable().size()];
        assertThatThrownBy(() -> frozen.writeParameters(parameters))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withOwnTrainable");
        assertThatThrownBy(frozen::parameters).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCopyChangesAndTheFrozenOneDoesNot() {
        List<String> texts = texts(40);
        float[][] before = frozen.encodeQueries(texts);
        try (Encoder copy = frozen.withOwnTrainable()) {
            float[] parameters = new float[copy.trainable().size()];
            copy.readParameters(parameters);
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] *= 1.5f;
            }
            copy.writeParameters(parameters);
            assertThat(copy.encodeQueries(texts)[0]).isNotEqualTo(before[0]);
        }
        assertThat(frozen.encodeQueries(texts)).isDeepEqualTo(before);
    }

    @Test
    void packedMatricesAreFreedAndTheOthersAreNot() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray vector = manager.ones(new Shape(8));
            NDArray matrix = manager.ones(new Shape(8, 8));
            List<NDArray> weights = List.of(matrix, matrix, vector, vector, vector, matrix, vector);
            PackedWeights packed = new PackedWeights(weights, manager.getDevice());
            List<NDArray> tensors = packed.tensors();
            assertThat(tensors.subList(0, 5)).isEqualTo(weights.subList(0, 5));
            assertThat(tensors.get(5)).isNotSameAs(matrix);
            assertThat(tensors.get(6)).isSameAs(vector);
            packed.close();
            assertThat(tensors).extracting(NDArray::isReleased).containsOnlyOnce(true);
        }
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(text -> "a text " + "of words ".repeat(text % 9) + text)
                .toList();
    }
}
