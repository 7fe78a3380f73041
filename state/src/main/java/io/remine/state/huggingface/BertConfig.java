package io.remine.state.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.encoder.EncoderConfig;

/** {@code config.json} of transformers: the sizes of a {@code BertModel}. Other architectures are refused by their name. */
final class BertConfig {

    private static final String MODEL_TYPE = "bert";
    private static final String ACTIVATION = "gelu";
    private static final String POSITIONS = "absolute";

    private BertConfig() {}

    /** The sizes; texts may be as long as there are positions. */
    static EncoderConfig read(JsonFile config) {
        require(config, "model_type", MODEL_TYPE, "", "Remine encodes with BERT (BertModel) only");
        require(config, "hidden_act", ACTIVATION, ACTIVATION, "Remine has the exact GELU only");
        require(config, "position_embedding_type", POSITIONS, POSITIONS, "Remine has a table of positions only");
        if (config.isTrue("is_decoder") || config.isTrue("add_cross_attention")) {
            throw config.refused("is_decoder", "false: Remine has encoders only, that see a text from both sides");
        }
        return new EncoderConfig(
                config.integer("vocab_size"),
                config.integer("max_position_embeddings"),
                config.integer("type_vocab_size"),
                config.integer("hidden_size"),
                config.integer("num_hidden_layers"),
                config.integer("num_attention_heads"),
                config.integer("intermediate_size"),
                (float) config.number("layer_norm_eps"),
                config.integer("max_position_embeddings"));
    }

    static ObjectNode write(EncoderConfig config, int paddingId) {
        ObjectNode json = JsonFile.object();
        json.putArray("architectures").add("BertModel");
        return json.put("model_type", MODEL_TYPE)
                .put("vocab_size", config.vocabulary())
                .put("hidden_size", config.hidden())
                .put("num_hidden_layers", config.layers())
                .put("num_attention_heads", config.heads())
                .put("intermediate_size", config.intermediate())
                .put("max_position_embeddings", config.maxPositions())
                .put("type_vocab_size", config.tokenTypes())
                .put("layer_norm_eps", config.layerNormEpsilon())
                .put("hidden_act", ACTIVATION)
                .put("position_embedding_type", POSITIONS)
                .put("hidden_dropout_prob", 0.1)
                .put("attention_probs_dropout_prob", 0.1)
                .put("initializer_range", 0.02)
                .put("pad_token_id", paddingId)
                .put("torch_dtype", "float32");
    }

    private static void require(JsonFile config, String field, String value, String ifMissing, String why) {
        if (!config.text(field).orElse(ifMissing).equals(value)) {
            throw config.refused(field, "\"%s\": %s".formatted(value, why));
        }
    }
}
