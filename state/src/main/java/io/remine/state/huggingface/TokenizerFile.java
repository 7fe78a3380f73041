package io.remine.state.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code tokenizer.json}, which is taken over as it is, and what transformers wants to know of it in files beside it: which
 * tokens are special, and what each of them is for.
 */
final class TokenizerFile {

    private static final String NAME = "tokenizer.json";

    private final JsonNode root;

    private TokenizerFile(JsonNode root) {
        this.root = root;
    }

    /** That of the directory, checked against the number of ids that the encoder knows. */
    static TokenizerFile read(Path directory, int vocabulary) {
        TokenizerFile tokenizer =
                new TokenizerFile(JsonFile.read(directory.resolve(NAME)).root());
        int largest = tokenizer.ids().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(-1);
        if (largest < 0 || largest >= vocabulary) {
            throw new IllegalArgumentException(
                    "%s: its largest id is %d, config.json has a vocab_size of %d; they belong to different models"
                            .formatted(directory.resolve(NAME), largest, vocabulary));
        }
        return tokenizer;
    }

    /** Whether it puts texts in lower case by itself. */
    boolean lowersCase() {
        return root.path("normalizer").findValuesAsText("lowercase").contains("true")
                || root.path("normalizer").findValuesAsText("type").contains("Lowercase");
    }

    /**
     * Writes the tokenizer and the files beside it.
     *
     * @return the id of padding
     * @throws IllegalArgumentException if it has no token for padding, which transformers needs
     */
    static int write(byte[] tokenizerJson, int maxTokens, Path directory) throws IOException {
        Files.write(directory.resolve(NAME), tokenizerJson);
        TokenizerFile tokenizer =
                new TokenizerFile(JsonFile.read(directory.resolve(NAME)).root());
        ObjectNode special = JsonFile.object();
        tokenizer.specialTokens().forEach(special::put);
        if (!special.has("pad_token")) {
            throw new IllegalArgumentException(
                    "this tokenizer.json has no token [PAD] and no padding, which transformers needs");
        }
        JsonFile.write(directory.resolve("special_tokens_map.json"), special);
        ObjectNode config = special.deepCopy();
        // Takes tokenizer.json as it is; BertTokenizerFast would put its own normalisation in place of the file's.
        config.put("tokenizer_class", "PreTrainedTokenizerFast")
                .put("model_max_length", maxTokens)
                .put("clean_up_tokenization_spaces", true);
        JsonFile.write(directory.resolve("tokenizer_config.json"), config);
        return tokenizer.ids().get(special.path("pad_token").asText());
    }

    /** The tokens by what transformers calls their roles. */
    private Map<String, String> specialTokens() {
        Map<String, String> roles = new LinkedHashMap<>();
        Map<String, Integer> ids = ids();
        for (String role : List.of("pad", "unk", "cls", "sep", "mask")) {
            String usual = "[" + role.toUpperCase(Locale.ROOT) + "]";
            declared(role)
                    .or(() -> Optional.of(usual))
                    .filter(ids::containsKey)
                    .ifPresent(token -> roles.put(role + "_token", token));
        }
        return roles;
    }

    private Optional<String> declared(String role) {
        JsonNode token =
                switch (role) {
                    case "pad" -> root.path("padding").path("pad_token");
                    case "unk" -> root.path("model").path("unk_token");
                    case "cls", "sep" -> root.path("post_processor").path(role).path(0);
                    default -> root.path("none");
                };
        return Optional.of(token).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private Map<String, Integer> ids() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        root.path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        root.path("added_tokens")
                .forEach(token ->
                        ids.put(token.path("content").asText(), token.path("id").asInt()));
        return ids;
    }
}
