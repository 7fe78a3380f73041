package io.remine.state.huggingface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.MiniLm;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import io.remine.state.encoder.TextTokenizer;
import io.remine.state.encoder.Trainable;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelDirectoryTest {

    private static final List<String> TEXTS = List.of("dogs bark", "cat", "Cats bark, dog", "cat cat cat cat cat cat");

    @TempDir
    private Path directory;

    @Test
    void miniLmComesBackFromADirectoryWithTheSameParametersAndVectors() {
        EncoderSource written = MiniLm.load();
        ModelDirectory.write(written, directory.resolve("minilm"));

        EncoderSource read = ModelDirectory.read(directory.resolve("minilm"));

        assertThat(read.config()).isEqualTo(written.config());
        assertThat(read.tokenizerJson()).isEqualTo(written.tokenizerJson());
        assertThat(read.weights().toBlob(read.config()))
                .isEqualTo(written.weights().toBlob(written.config()));
        try (Encoder before = new Encoder(written, new Trainable.LastLayers(1));
                Encoder after = new Encoder(read, new Trainable.LastLayers(1))) {
            assertThat(after.encodeQueries(TEXTS)).isDeepEqualTo(before.encodeQueries(TEXTS));
        }
    }

    @Test
    void theInitializersOfAnOnnxFileAreWeightsWhereThereAreNoOthers() throws IOException {
        ModelDirectory.write(MiniLm.load(), directory);
        byte[] expected = blob(directory);
        Files.delete(directory.resolve("model.safetensors"));
        try (InputStream onnx = MiniLm.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
            Files.createDirectory(directory.resolve("onnx"));
            Files.copy(onnx, directory.resolve("onnx/model.onnx"));
        }

        assertThat(blob(directory)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void aDirectoryWrittenByOthersGivesTheVectorsOfAnIndependentComputation(Pooling pooling) throws IOException {
        new TinyBert(directory, Tensor.Type.F32);
        EncoderSource source = ModelDirectory.read(
                directory, new Overrides(Optional.of(pooling), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(source.config()).isEqualTo(TinyBert.SIZES.with(6, pooling, new Prompts("query: ", "passage: ")));

        PlainBert plain = new PlainBert(source.config(), source.weights());
        try (Encoder encoder = new Encoder(source, new Trainable.LastLayers(1));
                TextTokenizer tokenizer = new TextTokenizer(source.tokenizerJson(), 6)) {
            float[][] queries = encoder.encodeQueries(TEXTS);
            float[][] documents = encoder.encodeDocuments(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertSame(queries[i], plain.encode(tokenizer.tokenize("query: " + TEXTS.get(i))));
                assertSame(documents[i], plain.encode(tokenizer.tokenize("passage: " + TEXTS.get(i))));
            }
            assertThat(tokenizer.tokenize("query: dogs")).containsExactly(2, 4, 6, 8, 9, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Tensor.Type.class,
            names = {"F16", "BF16"})
    void halfPrecisionIsReadExactly(Tensor.Type precision) throws IOException {
        new TinyBert(directory.resolve("half"), precision);
        new TinyBert(directory.resolve("single"), Tensor.Type.F32);

        assertThat(blob(directory.resolve("half"))).isEqualTo(blob(directory.resolve("single")));
    }

    @Test
    void whatOthersWroteIsWrittenWholeAndReadsTheSame() throws IOException {
        new TinyBert(directory.resolve("theirs"), Tensor.Type.BF16);
        EncoderSource theirs = ModelDirectory.read(directory.resolve("theirs"));
        ModelDirectory.write(theirs, directory.resolve("ours"));

        EncoderSource ours = ModelDirectory.read(directory.resolve("ours"));

        assertThat(ours.config()).isEqualTo(theirs.config());
        assertThat(blob(directory.resolve("ours"))).isEqualTo(blob(directory.resolve("theirs")));
        assertThat(Files.readString(directory.resolve("ours/special_tokens_map.json")))
                .contains("\"pad_token\" : \"[PAD]\"", "\"cls_token\" : \"[CLS]\"", "\"sep_token\" : \"[SEP]\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDirectory.write(theirs, directory.resolve("ours")))
                .withMessageContaining("is not empty; name a new directory");
    }

    @Test
    void aDirectoryOfTransformersAloneIsToldHowToPool() throws IOException {
        new TinyBert(directory, Tensor.Type.F32)
                .delete("modules.json")
                .delete("config_sentence_transformers.json")
                .delete("sentence_bert_config.json");
        assertRefused("does not say how to pool", "say --pooling cls or mean");

        EncoderSource source = ModelDirectory.read(
                directory,
                new Overrides(
                        Optional.of(Pooling.MEAN), Optional.of("query: "), Optional.of("passage: "), Optional.empty()));

        assertThat(source.config())
                .isEqualTo(TinyBert.SIZES.with(16, Pooling.MEAN, new Prompts("query: ", "passage: ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "model_type": "bert"   | "model_type": "new"            | model_type is "new", must be "bert": Remine encodes with BERT
            "model_type": "bert"   | "model_type": "xlm-roberta"    | model_type is "xlm-roberta"
            "model_type": "bert",  | ""                             | model_type is missing
            "hidden_act": "gelu"   | "hidden_act": "gelu_new"       | hidden_act is "gelu_new", must be "gelu"
            "type_vocab_size": 2   | "type_vocab_size": 2, "position_embedding_type": "relative_key" | position_embedding_type is "relative_key"
            "type_vocab_size": 2   | "type_vocab_size": 2, "is_decoder": true | is_decoder is true, must be false
            "vocab_size": 11,      | ""                             | vocab_size is missing, must be a whole number
            "num_attention_heads": 2 | "num_attention_heads": 3     | hidden 8 is no multiple of heads 3
            "num_hidden_layers": 2 | "num_hidden_layers": 3         | no tensor encoder.layer.2.attention.self.query.weight of shape [8, 8]
            "num_hidden_layers": 2 | "num_hidden_layers": 1         | config.json describes has no place for bert.encoder.layer.1.attention.self.query.weight F32 [8, 8]
            "intermediate_size": 12 | "intermediate_size": 10       | bert.encoder.layer.0.intermediate.dense.weight F32 [12, 8], config.json asks for F32, F16 or BF16 [10, 8]
            """,
            quoteCharacter = '\'')
    void anEncoderThatWeDoNotHaveIsRefusedByWhatItsConfigurationSays(String from, String to, String message)
            throws IOException {
        String config = TinyBert.CONFIG.replace(from, to.equals("\"\"") ? "" : to);
        assertThat(config).isNotEqualTo(TinyBert.CONFIG);
        new TinyBert(directory, Tensor.Type.F32).write("config.json", config);
        assertRefused(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
            "query": "q: ", "document": "d: ", "passage": "p: " | null    | 'q: ' | 'd: '
            "query": "q: ", "document": "", "passage": "p: "    | null    | 'q: ' | 'p: '
            "query": "q: ", "corpus": "c: "                     | null    | 'q: ' | 'c: '
            "search": "s: ", "query": "", "document": ""        | "search"| 's: ' | 's: '
            "search": "s: "                                     | null    | ''    | ''
            """)
    void promptsAreFoundUnderTheNamesThatOthersGiveThem(String prompts, String standard, String query, String document)
            throws IOException {
        new TinyBert(directory, Tensor.Type.F32)
                .write(
                        "config_sentence_transformers.json",
                        "{\"prompts\": {%s}, \"default_prompt_name\": %s}".formatted(prompts, standard));
        assertThat(ModelDirectory.read(directory).config().prompts()).isEqualTo(new Prompts(query, document));
    }

    @Test
    void theTokenizerOfALargerModelIsRefused() throws IOException {
        String tokenizer = Files.readString(
                new TinyBert(directory, Tensor.Type.F32).directory().resolve("tokenizer.json"));
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer.replace("\"bark\": 10", "\"bark\": 11"));
        assertRefused("its largest id is 11, config.json has a vocab_size of 11");
    }

    @Test
    void modulesAndPoolingsThatWeDoNotHaveAreRefused() throws IOException {
        TinyBert tiny = new TinyBert(directory, Tensor.Type.F32);
        tiny.write("1_Pooling/config.json", "{\"pooling_mode_max_tokens\": true}");
        assertRefused("pooling_mode_max_tokens is true");
        tiny.write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": true}");
        assertRefused("pooling by [pooling_mode_cls_token, pooling_mode_mean_tokens]");
        tiny.write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true, \"include_prompt\": false}");
        assertRefused("include_prompt is false");
        tiny.write("modules.json", "[{\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");
        assertRefused("module sentence_transformers.models.Dense");
    }

    @Test
    void filesThatAreMissingOrBrokenAreNamed() throws IOException {
        TinyBert tiny = new TinyBert(directory, Tensor.Type.F32);
        tiny.delete("model.safetensors");
        assertRefused("no model.safetensors and no .onnx file");
        tiny.write("model.safetensors", "no tensors at all");
        assertRefused("model.safetensors: safetensors of 17 bytes");
        tiny.write("model.onnx", "no model").delete("model.safetensors");
        assertRefused("model.onnx: ");
        tiny.write("config.json", "{");
        assertRefused("config.json is not JSON");
        tiny.delete("config.json");
        assertRefused("config.json is not there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDirectory.read(directory.resolve("nowhere")))
                .withMessageContaining("is no directory");
    }

    @Test
    void weightsThatAreNoNumbersAreRefused() throws IOException {
        List<Tensor> tensors = new ArrayList<>(TinyBert.tensors(Tensor.Type.F32));
        Tensor norm = tensors.remove(4);
        tensors.add(Tensor.of(norm.name(), new float[] {1, 1, 1, Float.NaN, 1, 1, 1, 1}));
        new TinyBert(directory, Tensor.Type.F32).writeWeights(tensors);
        assertRefused("tensor bert.embeddings.LayerNorm.gamma F32 [8] holds NaN");
    }

    private void assertRefused(String... messages) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ModelDirectory.read(directory))
                .satisfies(refused -> assertThat(refused.getMessage()).contains(messages));
    }

    private static byte[] blob(Path directory) {
        EncoderSource source = ModelDirectory.read(directory);
        return source.weights().toBlob(source.config());
    }

    private static void assertSame(float[] actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-5));
        }
    }
}
