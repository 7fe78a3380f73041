package io.remine.state.encoder;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.onnxruntime.OrtException;
import io.remine.state.huggingface.ModelDirectory;
import io.remine.state.huggingface.Overrides;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encoders that others published, read from directories as they publish them, against ONNX Runtime on the same files. Their
 * weights are on the class path with {@code -Ppublished-encoders} only, being 80 megabytes each to download.
 */
class PublishedEncodersTest {

    private static final int TEXTS = 60;
    private static final double TOLERANCE = 1e-5;

    /** What their cards say of them. */
    private static final String CONFIG =
            """
            {
              "architectures": ["BertModel"],
              "model_type": "bert",
              "hidden_act": "gelu",
              "hidden_size": 384,
              "intermediate_size": 1536,
              "layer_norm_eps": 1e-12,
              "max_position_embeddings": 512,
              "num_attention_heads": 12,
              "num_hidden_layers": 12,
              "pad_token_id": 0,
              "position_embedding_type": "absolute",
              "type_vocab_size": 2,
              "vocab_size": 30522
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void bgePoolsTheFirstTokenAndAsksWithAPrompt() throws IOException, OrtException {
        String prompt = "Represent this sentence for searching relevant passages: ";
        assertAgrees("bge-small-en-v1.5", Pooling.CLS, new Prompts(prompt, ""));
    }

    @Test
    void e5PoolsAllTokensAndMarksQueriesAndPassages() throws IOException, OrtException {
        assertAgrees("e5-small-v2", Pooling.MEAN, new Prompts("query: ", "passage: "));
    }

    private void assertAgrees(String name, Pooling pooling, Prompts prompts) throws IOException, OrtException {
        String model = "/" + name + ".onnx";
        assumeThat(PublishedEncodersTest.class.getResource(model)).isNotNull();
        copy(model, "model.onnx");
        copy("/" + name + "-tokenizer.json", "tokenizer.json");
        Files.writeString(directory.resolve("config.json"), CONFIG);
        Overrides overrides = new Overrides(
                Optional.of(pooling), Optional.of(prompts.query()), Optional.of(prompts.document()), Optional.empty());
        EncoderSource source = ModelDirectory.read(directory, overrides);
        try (Encoder encoder = new Encoder(source, new Trainable.AllButEmbeddings());
                OnnxReference reference = new OnnxReference(model, pooling)) {
            List<String> texts = texts();
            float[][] queries = encoder.encodeQueries(texts);
            float[][] documents = encoder.encodeDocuments(texts);
            double worst = 0;
            for (int i = 0; i < TEXTS; i++) {
                worst = Math.max(worst, difference(queries[i], reference, prompts.query() + texts.get(i), encoder));
                worst = Math.max(
                        worst, difference(documents[i], reference, prompts.document() + texts.get(i), encoder));
            }
            System.out.printf("%s: largest difference %.2e%n", name, worst);
            assertThat(worst).isLessThanOrEqualTo(TOLERANCE);
        }
    }

    /** Of one word to more than there are positions for. */
    private static List<String> texts() {
        List<String> words = List.of(String.join(" ", Sentences.all()).split(" ", -1));
        return IntStream.range(0, TEXTS)
                .mapToObj(i -> IntStream.rangeClosed(0, 8 * i)
                        .mapToObj(word -> words.get((37 * i + word) % words.size()))
                        .collect(joining(" ")))
                .toList();
    }

    private static double difference(float[] actual, OnnxReference reference, String prompted, Encoder encoder)
            throws OrtException {
        return OnnxParityTest.difference(
                actual, reference.encode(encoder.tokenizer().tokenize(prompted)));
    }

    private void copy(String resource, String file) throws IOException {
        try (InputStream in = PublishedEncodersTest.class.getResourceAsStream(resource)) {
            Files.copy(in, directory.resolve(file));
        }
    }
}
