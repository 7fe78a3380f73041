package io.remine.state.huggingface;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What sentence-transformers keeps beside a model: {@code modules.json} names the steps from text to vector, each with a
 * directory of its own; {@code config_sentence_transformers.json} the prompts; {@code sentence_bert_config.json} how long
 * texts may be. A directory of transformers alone has none of them.
 *
 * @param transformer directory of weights, sizes and tokenizer
 * @param pooling absent if no module says
 * @param prompts none if the directory names none
 * @param maxTokens absent if nothing says
 * @param lowerCase whether texts are put in lower case before the tokenizer
 */
record SentenceTransformers(
        Path transformer, Optional<Pooling> pooling, Prompts prompts, Optional<Integer> maxTokens, boolean lowerCase) {

    private static final String MODULES = "modules.json";
    private static final String PROMPTS = "config_sentence_transformers.json";
    private static final String LENGTH = "sentence_bert_config.json";
    private static final String POOLING_DIRECTORY = "1_Pooling";
    private static final String NORMALIZE_DIRECTORY = "2_Normalize";
    private static final String CONFIG = "config.json";
    private static final String PACKAGE = "sentence_transformers.models.";
    /** The flags of {@code 1_Pooling/config.json} and what they mean here; null for what the encoder does not do. */
    private static final Map<String, Optional<Pooling>> FLAGS = Map.of(
            "pooling_mode_cls_token", Optional.of(Pooling.CLS),
            "pooling_mode_mean_tokens", Optional.of(Pooling.MEAN),
            "pooling_mode_max_tokens", Optional.empty(),
            "pooling_mode_mean_sqrt_len_tokens", Optional.empty(),
            "pooling_mode_weightedmean_tokens", Optional.empty(),
            "pooling_mode_lasttoken", Optional.empty());

    private static final List<String> QUERY_PROMPTS = List.of("query");
    /** Names that the documents' prompt goes by. Release 5 writes an empty "document" beside whichever was given. */
    private static final List<String> DOCUMENT_PROMPTS = List.of("document", "passage", "corpus");

    static SentenceTransformers read(Path directory) {
        Path transformer = directory;
        Optional<Pooling> pooling = Optional.empty();
        Prompts prompts = JsonFile.find(directory.resolve(PROMPTS))
                .map(SentenceTransformers::prompts)
                .orElse(Prompts.NONE);
        Optional<JsonFile> modules = JsonFile.find(directory.resolve(MODULES));
        for (JsonNode module :
                modules.map(file -> (Iterable<JsonNode>) file.root()).orElse(List.of())) {
            String type = module.path("type").asText();
            Path ofModule = directory.resolve(module.path("path").asText());
            switch (type.substring(type.lastIndexOf('.') + 1)) {
                case "Transformer" -> transformer = ofModule;
                case "Pooling" -> pooling = Optional.of(pooling(JsonFile.read(ofModule.resolve(CONFIG)), prompts));
                case "Normalize" -> {}
                default ->
                    throw new IllegalArgumentException(
                            "%s: module %s; Remine has Transformer, Pooling and Normalize only"
                                    .formatted(directory.resolve(MODULES), type));
            }
        }
        Optional<JsonFile> length = JsonFile.find(transformer.resolve(LENGTH));
        return new SentenceTransformers(
                transformer,
                pooling,
                prompts,
                length.filter(file -> file.text("max_seq_length").isPresent())
                        .map(file -> file.integer("max_seq_length")),
                length.map(file -> file.isTrue("do_lower_case")).orElse(false));
    }

    static void write(EncoderConfig config, Path directory) throws IOException {
        ArrayNode modules = JsonNodeFactory.instance.arrayNode();
        modules.add(module(0, "", "Transformer"));
        modules.add(module(1, POOLING_DIRECTORY, "Pooling"));
        modules.add(module(2, NORMALIZE_DIRECTORY, "Normalize"));
        JsonFile.write(directory.resolve(MODULES), modules);

        ObjectNode pooling = JsonFile.object().put("word_embedding_dimension", config.hidden());
        FLAGS.keySet().stream()
                .sorted()
                .forEach(flag -> pooling.put(
                        flag, FLAGS.get(flag).filter(config.pooling()::equals).isPresent()));
        pooling.put("include_prompt", true);
        JsonFile.write(
                Files.createDirectories(directory.resolve(POOLING_DIRECTORY)).resolve(CONFIG), pooling);
        Files.createDirectories(directory.resolve(NORMALIZE_DIRECTORY));

        ObjectNode prompts = JsonFile.object();
        prompts.putObject("prompts")
                .put("query", config.prompts().query())
                .put("document", config.prompts().document());
        prompts.putNull("default_prompt_name").put("similarity_fn_name", "cosine");
        JsonFile.write(directory.resolve(PROMPTS), prompts);
        JsonFile.write(
                directory.resolve(LENGTH),
                JsonFile.object().put("max_seq_length", config.maxTokens()).put("do_lower_case", false));
    }

    private static ObjectNode module(int index, String path, String type) {
        return JsonFile.object()
                .put("idx", index)
                .put("name", String.valueOf(index))
                .put("path", path)
                .put("type", PACKAGE + type);
    }

    private static Pooling pooling(JsonFile config, Prompts prompts) {
        if (!prompts.equals(Prompts.NONE)
                && !config.root().path("include_prompt").asBoolean(true)) {
            throw config.refused("include_prompt", "true: Remine pools prompts with their texts");
        }
        String wanted = "cls or mean: Remine pools by nothing else";
        Optional<String> mode = config.text("pooling_mode");
        if (mode.isPresent()) {
            return switch (mode.get()) {
                case "cls" -> Pooling.CLS;
                case "mean" -> Pooling.MEAN;
                default -> throw config.refused("pooling_mode", wanted);
            };
        }
        List<String> on =
                FLAGS.keySet().stream().filter(config::isTrue).sorted().toList();
        if (on.size() != 1) {
            throw new IllegalArgumentException("pooling by %s, must be %s".formatted(on, wanted));
        }
        return FLAGS.get(on.get(0)).orElseThrow(() -> config.refused(on.get(0), "false, and " + wanted));
    }

    /** What the file names for queries and for documents, else its prompt for everything. */
    private static Prompts prompts(JsonFile config) {
        JsonNode named = config.root().path("prompts");
        String standard = config.text("default_prompt_name")
                .map(name -> named.path(name).asText(""))
                .orElse("");
        return new Prompts(
                firstOf(QUERY_PROMPTS, named).orElse(standard),
                firstOf(DOCUMENT_PROMPTS, named).orElse(standard));
    }

    private static Optional<String> firstOf(List<String> names, JsonNode prompts) {
        return names.stream()
                .map(name -> prompts.path(name).asText(""))
                .filter(prompt -> !prompt.isEmpty())
                .findFirst();
    }
}
