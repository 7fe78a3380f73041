package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.onnxruntime.OrtException;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our forward pass against ONNX Runtime's on the same weights. */
class OnnxParityTest {

    private static final int TEXTS = 200;
    private static final int MAX_TOKENS = 128;
    private static final int BATCH = 20;
    private static final long SEED = 3;
    private static final double TOLERANCE = 1e-5;

    private static Encoder encoder;
    private static List<String> texts;
    private static List<int[]> tokens;
    private static double[][] expected;

    @BeforeAll
    static void encodeByOnnxRuntime() throws IOException, OrtException {
        EncoderSource miniLm = MiniLm.load();
        EncoderConfig c = miniLm.config();
        EncoderConfig uncut = c.with(c.maxPositions(), c.pooling(), c.prompts());
        encoder = new Encoder(
                new EncoderSource(uncut, miniLm.weights(), miniLm.tokenizerJson()), new Trainable.AllButEmbeddings());
        texts = Sentences.texts(TEXTS, MAX_TOKENS, encoder.tokenizer());
        tokens = encoder.tokenizer().tokenizeAll(texts);
        expected = new double[TEXTS][];
        try (OnnxReference reference = new OnnxReference("/all-minilm-l6-v2.onnx", Pooling.MEAN)) {
            for (int i = 0; i < TEXTS; i++) {
                expected[i] = reference.encode(tokens.get(i));
            }
        }
    }

    @AfterAll
    static void close() {
        encoder.close();
    }

    @Test
    void theTextsHaveFromOneTo128TokensAndAHundredLengthsBetween() {
        int[] lengths = tokens.stream().mapToInt(ids -> ids.length - 2).toArray();
        assertThat(Arrays.stream(lengths).min()).hasValue(1);
        assertThat(Arrays.stream(lengths).max()).hasValue(MAX_TOKENS);
        assertThat(Arrays.stream(lengths).distinct().count()).isGreaterThan(100);
    }

    @Test
    void oneTextAtATimeAgrees() {
        double worst = 0;
        for (int i = 0; i < TEXTS; i++) {
            worst = Math.max(worst, difference(encoder.encodeDocuments(List.of(texts.get(i)))[0], expected[i]));
        }
        report("one at a time", worst);
    }

    @Test
    void batchesSortedByLengthAgree() {
        float[][] vectors = encoder.encodeDocuments(texts);
        double worst = 0;
        for (int i = 0; i < TEXTS; i++) {
            worst = Math.max(worst, difference(vectors[i], expected[i]));
        }
        report("batches sorted by length", worst);
    }

    @Test
    void batchesThatAreMostlyPaddingAgree() {
        List<Integer> shuffled =
                new ArrayList<>(IntStream.range(0, TEXTS).boxed().toList());
        Collections.shuffle(shuffled, new Random(SEED));
        double worst = 0;
        try (NDManager root = PyTorch.newManager()) {
            for (int begin = 0; begin < TEXTS; begin += BATCH) {
                worst = Math.max(worst, worstOf(shuffled.subList(begin, begin + BATCH), root));
            }
        }
        report("batches that are mostly padding", worst);
    }

    private static double worstOf(List<Integer> batch, NDManager root) {
        try (NDManager scope = root.newSubManager()) {
            float[] flat = encoder.encode(
                            scope, TokenBatch.of(batch.stream().map(tokens::get).toList()))
                    .toFloatArray();
            int hidden = encoder.config().hidden();
            return IntStream.range(0, batch.size())
                    .mapToDouble(row -> difference(
                            Arrays.copyOfRange(flat, row * hidden, (row + 1) * hidden), expected[batch.get(row)]))
                    .max()
                    .orElseThrow();
        }
    }

    private static void report(String what, double worst) {
        System.out.printf("%s: largest difference %.2e%n", what, worst);
        assertThat(worst).isLessThanOrEqualTo(TOLERANCE);
    }

    static double difference(float[] actual, double[] reference) {
        double largest = 0;
        for (int i = 0; i < reference.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - reference[i]));
        }
        return largest;
    }
}
