package io.remine.state.huggingface;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A JSON file of the directory: fields by name, refused with the file's name. */
final class JsonFile {

    /** Longest file that is read: the tokenizers of this family have a few megabytes. */
    static final int MAX_BYTES = 64 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 20)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path file;
    private final JsonNode node;

    private JsonFile(Path file, JsonNode node) {
        this.file = file;
        this.node = node;
    }

    static JsonFile read(Path file) {
        return find(file).orElseThrow(() -> new IllegalArgumentException(file + " is not there, and is needed"));
    }

    /** Empty if there is no such file. */
    static Optional<JsonFile> find(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s has %d bytes, limit %d".formatted(file, Files.size(file), MAX_BYTES));
            }
            return Optional.of(new JsonFile(file, MAPPER.readTree(Files.readAllBytes(file))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s is not JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static void write(Path file, JsonNode node) throws IOException {
        Files.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node));
    }

    /** The whole file. */
    JsonNode root() {
        return node;
    }

    int integer(String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw refused(field, "a whole number");
        }
        return value.intValue();
    }

    double number(String field) {
        if (!node.path(field).isNumber()) {
            throw refused(field, "a number");
        }
        return node.path(field).doubleValue();
    }

    /** Empty if the field is missing or null. */
    Optional<String> text(String field) {
        return node.hasNonNull(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
    }

    /** False if the field is missing. */
    boolean isTrue(String field) {
        return node.path(field).asBoolean(false);
    }

    /** To be thrown: the field is not {@code wanted}. */
    IllegalArgumentException refused(String field, String wanted) {
        JsonNode value = node.path(field);
        return new IllegalArgumentException("%s: %s is %s, must be %s"
                .formatted(file, field, value.isMissingNode() ? "missing" : value.toString(), wanted));
    }
}
