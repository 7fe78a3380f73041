package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EncoderTest {

    private static final List<String> TEXTS =
            List.of("a dog barks at night in the garden", "hello world", "the hound howls after dark", "x");

    private static Encoder encoder;

    @BeforeAll
    static void open() {
        encoder = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 1), new Trainable.AllButEmbeddings());
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void vectorsHaveUnitLength() {
        for (float[] vector : encoder.encodeDocuments(TEXTS)) {
            assertThat(vector).hasSize(32);
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5f));
        }
    }

    @Test
    void aTextsVectorDoesNotDependOnTheTextsBesideIt() {
        float[][] together = encoder.encodeDocuments(TEXTS);
        for (int i = 0; i < TEXTS.size(); i++) {
            float[] alone = encoder.encodeDocuments(List.of(TEXTS.get(i)))[0];
            for (int d = 0; d < alone.length; d++) {
                assertThat(together[i][d]).isCloseTo(alone[d], within(1e-5f));
            }
        }
    }

    @Test
    void textsOfDifferentLengthsLeaveTheGradientOfEachByItself() {
        List<int[]> tokens = TEXTS.stream().map(encoder.tokenizer()::tokenize).toList();
        assertThat(tokens.stream().map(text -> text.length).distinct()).hasSizeGreaterThan(1);
        float[] together = new float[encoder.trainable().size()];
        float[] alone = new float[together.length];
        float[] sum = new float[together.length];
        try (NDManager root = PyTorch.newManager()) {
            gradientOfFirstHalf(root, tokens, together);
            for (int[] text : tokens) {
                gradientOfFirstHalf(root, List.of(text), alone);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += alone[i];
                }
            }
        }
        assertThat(sum).isNotEqualTo(new float[sum.length]);
        assertThat(together).usingComparatorWithPrecision(1e-4f).containsExactly(sum);
    }

    /** Of the sum of the first half of each vector. */
    private static void gradientOfFirstHalf(NDManager root, List<int[]> tokens, float[] gradient) {
        try (NDManager scope = root.newSubManager()) {
            NDArray half = Gradients.recording(
                    () -> encoder.encode(scope, TokenBatch.of(tokens)).get(":, :16"));
            encoder.gradient(half, half.onesLike()).read(gradient);
        }
    }

    @Test
    void noTextsGiveNoVectors() {
        assertThat(encoder.encodeDocuments(List.of())).isEmpty();
    }

    @Test
    void promptsStandBeforeTheTextsOfTheirSide() {
        EncoderSource plain = RandomEncoder.source(RandomEncoder.TINY, 1);
        EncoderConfig prompted = plain.config().with(128, Pooling.MEAN, new Prompts("query: ", "passage: "));
        try (Encoder other = new Encoder(
                new EncoderSource(prompted, plain.weights(), plain.tokenizerJson()), new Trainable.LastLayers(1))) {
            assertThat(other.encodeQueries(List.of("barking dogs")))
                    .isDeepEqualTo(encoder.encodeQueries(List.of("query: barking dogs")));
            assertThat(other.encodeDocuments(List.of("barking dogs")))
                    .isDeepEqualTo(encoder.encodeDocuments(List.of("passage: barking dogs")));
        }
    }

    @Test
    void whatIsWrittenIsReadBackAndChangesTheVectors() {
        try (Encoder other = encoder.withOwnTrainable()) {
            float[] parameters = new float[other.trainable().size()];
            other.readParameters(parameters);
            float[] changed = parameters.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] += 0.01f * (i % 7 - 3);
            }
            float[] before = encoder.encodeDocuments(TEXTS)[0];
            other.writeParameters(changed);
            float[] readBack = new float[changed.length];
            other.readParameters(readBack);
            assertThat(readBack).isEqualTo(changed);
            assertThat(other.encodeDocuments(TEXTS)[0]).isNotEqualTo(before);
            assertThat(encoder.encodeDocuments(TEXTS)[0]).isEqualTo(before);
            other.writeParameters(parameters);
            assertThat(other.encodeDocuments(TEXTS)[0]).isEqualTo(before);
        }
    }

    @Test
    void anEncoderThatSharesTensorsOutlivesTheOneItWasMadeFrom() {
        Encoder first = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 2), new Trainable.LastLayers(1));
        float[][] vectors = first.encodeDocuments(TEXTS);
        try (Encoder second = first.withOwnTrainable()) {
            first.close();
            first.close();
            assertThat(second.encodeDocuments(TEXTS)).isDeepEqualTo(vectors);
        }
    }

    @Test
    void searchesGetTheSameVectorsWhileAnotherEncoderTrains() {
        float[][] expected = encoder.encodeDocuments(TEXTS);
        float[] gradients = new float[encoder.trainable().size()];
        try (Encoder trainee = encoder.withOwnTrainable();
                NDManager root = PyTorch.newManager()) {
            TokenBatch batch = TokenBatch.of(trainee.tokenizer().tokenizeAll(TEXTS));
            boolean same = IntStream.range(0, 100)
                    .parallel()
                    .mapToObj(i -> {
                        if (i == 50) {
                            step(trainee, root, batch, gradients);
                        }
                        return Arrays.deepEquals(encoder.encodeDocuments(TEXTS), expected);
                    })
                    .reduce(true, Boolean::logicalAnd);
            assertThat(same).isTrue();
            assertThat(gradients).doesNotContain(Float.NaN);
            assertThat(gradients).isNotEqualTo(new float[gradients.length]);
        }
    }

    @Test
    void fiftyStepsLeaveNoArraysBehind() {
        try (NDManager root = PyTorch.newManager()) {
            TokenBatch batch = TokenBatch.of(
                    TEXTS.stream().map(encoder.tokenizer()::tokenize).toList());
            float[] gradients = new float[encoder.trainable().size()];
            int[] arrays = IntStream.range(0, 50)
                    .map(step -> {
                        step(encoder, root, batch, gradients);
                        return encoder.managedArrays() + root.getManagedArrays().size();
                    })
                    .toArray();
            assertThat(Arrays.stream(arrays).distinct()).hasSize(1);
        }
    }

    private static void step(Encoder encoder, NDManager root, TokenBatch batch, float[] gradients) {
        try (NDManager scope = root.newSubManager()) {
            NDArray squares = Gradients.recording(() -> {
                NDArray vectors = encoder.encode(scope, batch);
                return vectors.mul(vectors);
            });
            encoder.gradient(squares, squares.onesLike()).read(gradients);
        }
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
