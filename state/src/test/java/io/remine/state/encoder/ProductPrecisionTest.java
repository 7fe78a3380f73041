package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** MiniLM with rounded factors beside MiniLM without: near, and not the same. */
class ProductPrecisionTest {

    private static final List<String> TEXTS = List.of(
            "how do I reset my password",
            "the bank of the river was steep",
            "a recipe for bread without yeast, in the oven");

    private static Encoder single;
    private static Encoder rounded;

    @BeforeAll
    static void open() throws Exception {
        EncoderSource source = MiniLm.load();
        Trainable trainable = new Trainable.LastLayers(2);
        single = new Encoder(source, trainable, PyTorch.defaultDevice(), ProductPrecision.SINGLE);
        rounded = new Encoder(source, trainable, PyTorch.defaultDevice(), ProductPrecision.BFLOAT16);
    }

    @AfterAll
    static void close() {
        single.close();
        rounded.close();
    }

    @Test
    void vectorsAreNearThoseOfSinglePrecisionAndAreNotThose() {
        float[][] exact = single.encodeQueries(TEXTS);
        float[][] near = rounded.encodeQueries(TEXTS);
        for (int text = 0; text < TEXTS.size(); text++) {
            assertThat(cosine(exact[text], near[text])).as(TEXTS.get(text)).isBetween(0.999, 0.9999999);
        }
    }

    @Test
    void gradientsAreFiniteAndPointWhereThoseOfSinglePrecisionDo() {
        float[] exact = gradient(single);
        float[] near = gradient(rounded);
        assertThat(near).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertThat(cosine(exact, near)).isBetween(0.99, 0.9999999);
    }

    @Test
    void copiesOfAnEncoderMultiplyAsItDoes() {
        try (Encoder copy = rounded.withOwnTrainable()) {
            assertThat(copy.encodeQueries(TEXTS)).isDeepEqualTo(rounded.encodeQueries(TEXTS));
        }
    }

    @Test
    void stepsDownTheRoundedGradientLowerTheLoss() {
        try (Encoder trained = rounded.withOwnTrainable()) {
            double before = loss(trained);
            float[] parameters = new float[trained.trainable().size()];
            for (int step = 0; step < 5; step++) {
                float[] gradient = gradient(trained);
                trained.readParameters(parameters);
                for (int i = 0; i < parameters.length; i++) {
                    parameters[i] -= 0.01f * gradient[i];
                }
                trained.writeParameters(parameters);
            }
            assertThat(loss(trained)).isLessThan(before - 0.01);
        }
    }

    /** Of the cosine between the first two texts. */
    private static float[] gradient(Encoder encoder) {
        float[] gradient = new float[encoder.trainable().size()];
        try (NDManager scope = PyTorch.newManager()) {
            NDArray cosine = Gradients.recording(() -> cosine(encoder, scope));
            encoder.gradient(cosine, cosine.onesLike()).read(gradient);
        }
        return gradient;
    }

    private static double loss(Encoder encoder) {
        float[][] vectors = encoder.encodeQueries(TEXTS);
        return cosine(vectors[0], vectors[1]);
    }

    private static NDArray cosine(Encoder encoder, NDManager scope) {
        NDArray vectors = encoder.encode(scope, TokenBatch.of(encoder.tokenizeQueries(TEXTS)));
        return vectors.get("0:1").matMul(vectors.get("1:2").transpose());
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(squaresOfA * squaresOfB);
    }
}
