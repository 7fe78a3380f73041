package io.remine.state.huggingface;

import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.ParameterShape;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A directory written by hand, as somebody else's tools would: a BERT of eleven tokens, two layers and eight numbers. */
final class TinyBert {

    static final EncoderConfig SIZES = new EncoderConfig(11, 16, 2, 8, 2, 2, 12, 1e-12f, 16);

    static final String CONFIG =
            """
            {"architectures": ["BertModel"], "model_type": "bert", "vocab_size": 11, "hidden_size": 8,
             "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 12, "hidden_act": "gelu",
             "max_position_embeddings": 16, "type_vocab_size": 2, "layer_norm_eps": 1e-12}""";

    private static final String TOKENIZER =
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [
              {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true},
              {"id": 1, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true},
              {"id": 2, "content": "[CLS]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true},
              {"id": 3, "content": "[SEP]", "single_word": false, "lstrip": false, "rstrip": false,
               "normalized": false, "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                            "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                       "max_input_chars_per_word": 100,
                       "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "query": 4, "passage": 5, ":": 6,
                                 "cat": 7, "dog": 8, "##s": 9, "bark": 10}}}""";

    private final Path directory;

    /** All files: CLS pooling, E5's prompts, weights of this precision. */
    TinyBert(Path directory, Tensor.Type precision) throws IOException {
        this.directory = directory;
        write("config.json", CONFIG);
        write("tokenizer.json", TOKENIZER);
        write(
                "modules.json",
                """
                [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"}]""");
        write(
                "1_Pooling/config.json",
                "{\"word_embedding_dimension\": 8, \"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        write(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"query: \", \"passage\": \"passage: \"}, \"default_prompt_name\": null}");
        write("sentence_bert_config.json", "{\"max_seq_length\": 6, \"do_lower_case\": true}");
        writeWeights(tensors(precision));
    }

    Path directory() {
        return directory;
    }

    /** Puts another text in place of the file's; none deletes it. */
    TinyBert write(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
        return this;
    }

    TinyBert delete(String file) throws IOException {
        Files.delete(directory.resolve(file));
        return this;
    }

    TinyBert writeWeights(List<Tensor> tensors) throws IOException {
        Files.write(directory.resolve("model.safetensors"), SafeTensors.write(tensors, Map.of("format", "pt")));
        return this;
    }

    /** Of the first checkpoints' names and with a head, a pooler and position ids, which are none of the encoder's. */
    static List<Tensor> tensors(Tensor.Type precision) {
        Random random = new Random(5);
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(Tensor.of("bert.embeddings.position_ids", new long[16], 1, 16));
        for (ParameterShape parameter : SIZES.parameters()) {
            String name = "bert."
                    + parameter
                            .name()
                            .replace("LayerNorm.weight", "LayerNorm.gamma")
                            .replace("LayerNorm.bias", "LayerNorm.beta");
            long[] shape =
                    parameter.dimensions().stream().mapToLong(Long::longValue).toArray();
            ByteBuffer data =
                    ByteBuffer.allocate(parameter.size() * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            while (data.hasRemaining()) {
                float value = sixBits(random);
                switch (precision) {
                    case F32 -> data.putFloat(value);
                    case F16 ->
                        data.putShort(
                                Tensor.halves("one", new float[] {value}).data().getShort(0));
                    case BF16 -> data.putShort((short) (Float.floatToRawIntBits(value) >>> Short.SIZE));
                    default -> throw new IllegalArgumentException(precision.toString());
                }
            }
            tensors.add(new Tensor(name, precision, shape, data.flip()));
        }
        tensors.add(Tensor.of("bert.pooler.dense.weight", new float[64], 8, 8));
        tensors.add(Tensor.of("cls.predictions.bias", new float[11]));
        return tensors;
    }

    /** A number from -1 to 1 that every precision has exactly. */
    private static float sixBits(Random random) {
        return (random.nextInt(127) - 63) / 64f;
    }
}
