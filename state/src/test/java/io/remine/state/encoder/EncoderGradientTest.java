package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderGradientTest {

    private static final List<String> TEXTS =
            List.of("a dog barks at night in the garden", "hello world", "the hound howls after dark", "x");
    private static final EncoderConfig CONFIG = new EncoderConfig(30_522, 512, 2, 16, 2, 2, 32, 1e-12f, 128);
    private static final long SEED = 11;

    /**
     * The derivative along a direction, of which no element is special: central differences of a float function are good to
     * about three digits, so one direction through each parameter is compared and not one element.
     */
    @ParameterizedTest
    @CsvSource({"all,MEAN", "all-but-embeddings,MEAN", "last-1,MEAN", "last-1,CLS"})
    void gradientsAgreeWithFiniteDifferencesInEveryParameter(String trainable, Pooling pooling) {
        EncoderConfig config = CONFIG.with(128, pooling, Prompts.NONE);
        try (Encoder encoder = new Encoder(RandomEncoder.source(config, SEED), Trainable.parse(trainable))) {
            float[] gradient = gradient(encoder);
            float[] parameters = new float[gradient.length];
            encoder.readParameters(parameters);
            for (ParameterLayout.Part part : encoder.trainable().parts()) {
                int from = part.offset();
                int to = from + part.parameter().size();
                double length = norm(gradient, from, to);
                double expected = length * length;
                double step = 2e-2 / Math.max(1, length / 0.5);
                double up = lossAt(encoder, parameters, gradient, from, to, step / length);
                double down = lossAt(encoder, parameters, gradient, from, to, -step / length);
                double slope = length < 1e-6 ? 0 : (up - down) / (2 * step) * length;
                assertThat(slope)
                        .as("squared slope of %s, seed %d", part.parameter().name(), SEED)
                        .isCloseTo(expected, within(0.03 * expected + 1e-6));
            }
        }
    }

    @Test
    void whatDoesNotTrainStaysOutOfTheFlatArrays() {
        try (Encoder all = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.All());
                Encoder layers = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.AllButEmbeddings());
                Encoder last = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.LastLayers(1))) {
            int embeddings = (30_522 + 512 + 2 + 2) * 16;
            assertThat(all.trainable().size())
                    .isEqualTo(embeddings + layers.trainable().size());
            assertThat(layers.trainable().size()).isEqualTo(2 * last.trainable().size());
            assertThat(layers.trainable().parts())
                    .noneMatch(part -> part.parameter().name().startsWith("embeddings."));
            assertThat(last.trainable().parts())
                    .hasSize(16)
                    .allMatch(part -> part.parameter().name().startsWith("encoder.layer.1."));
        }
    }

    @Test
    void theSameParametersHaveTheSameGradientWhateverElseTrains() {
        try (Encoder all = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.All());
                Encoder last = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.LastLayers(1))) {
            float[] ofAll = gradient(all);
            float[] ofLast = gradient(last);
            int offset = ofAll.length - ofLast.length;
            for (int i = 0; i < ofLast.length; i++) {
                assertThat(ofLast[i]).isCloseTo(ofAll[offset + i], within(1e-6f));
            }
        }
    }

    @Test
    void noGradientIsAddedToTheOneBeforeNotEvenToNaN() {
        try (Encoder encoder = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.LastLayers(1));
                NDManager scope = PyTorch.newManager()) {
            float[] first = gradient(encoder);
            float[] broken = new float[first.length];
            NDArray loss = Gradients.recording(() -> loss(encoder, scope));
            encoder.gradient(loss, scope.create(Float.NaN)).read(broken);
            assertThat(broken).contains(Float.NaN);
            assertThat(gradient(encoder)).isEqualTo(first);
        }
    }

    @Test
    void whatTheWayBackwardReadsSurvivesAGarbageCollection() throws Exception {
        try (Encoder encoder = new Encoder(RandomEncoder.source(CONFIG, SEED), new Trainable.AllButEmbeddings())) {
            float[] expected = gradient(encoder);
            float[] gradient = new float[expected.length];
            try (NDManager scope = PyTorch.newManager()) {
                NDArray loss = Gradients.recording(() -> loss(encoder, scope));
                overwriteFreedJavaMemory();
                encoder.gradient(loss, loss.onesLike()).read(gradient);
            }
            double largest = 0;
            for (int i = 0; i < gradient.length; i++) {
                largest = Math.max(largest, Math.abs(gradient[i] - expected[i]));
            }
            assertThat(largest).isLessThan(1e-5);
        }
    }

    /** Small blocks of direct memory, as the arrays of a small batch are, full of NaN. */
    private static void overwriteFreedJavaMemory() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            System.gc();
            Thread.sleep(20);
            List<ByteBuffer> taken = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(16 + 16 * (i % 64));
                while (buffer.hasRemaining()) {
                    buffer.put((byte) 0xFF);
                }
                taken.add(buffer);
            }
            assertThat(taken).hasSize(5_000);
        }
    }

    private static float[] gradient(Encoder encoder) {
        float[] gradient = new float[encoder.trainable().size()];
        try (NDManager scope = PyTorch.newManager()) {
            NDArray loss = Gradients.recording(() -> loss(encoder, scope));
            encoder.gradient(loss, loss.onesLike()).read(gradient);
        }
        return gradient;
    }

    private static double lossAt(
            Encoder encoder, float[] parameters, float[] direction, int from, int to, double times) {
        float[] moved = parameters.clone();
        for (int i = from; i < to; i++) {
            moved[i] += (float) (direction[i] * times);
        }
        encoder.writeParameters(moved);
        try (NDManager scope = PyTorch.newManager()) {
            return loss(encoder, scope).getFloat();
        } finally {
            encoder.writeParameters(parameters);
        }
    }

    /** The sum of the vectors' products with fixed random ones. */
    private static NDArray loss(Encoder encoder, NDManager scope) {
        Random random = new Random(SEED);
        float[] target = new float[TEXTS.size() * CONFIG.hidden()];
        for (int i = 0; i < target.length; i++) {
            target[i] = (float) random.nextGaussian();
        }
        TokenBatch batch = TokenBatch.of(encoder.tokenizer().tokenizeAll(TEXTS));
        return encoder.encode(scope, batch)
                .mul(scope.create(target, new Shape(TEXTS.size(), CONFIG.hidden())))
                .sum();
    }

    private static double norm(float[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
