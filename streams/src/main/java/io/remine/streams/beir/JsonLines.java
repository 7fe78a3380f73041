package io.remine.streams.beir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Files of one JSON object per line. */
public final class JsonLines {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One object, and where it stands. */
    public record Line(Path file, int number, JsonNode json) {

        /** Where it stands, for errors. */
        public String place() {
            return "%s, line %d".formatted(file, number);
        }

        /** The text in the field {@code _id}, as in BEIR's layout, or {@code id}. */
        public String id() {
            return json.has("_id") || !json.has("id") ? text("_id") : text("id");
        }

        /**
         * The text in this field.
         *
         * @throws IllegalArgumentException if it is missing or no text
         */
        public String text(String field) {
            JsonNode value = json.get(field);
            if (value == null || !(value.isTextual() || value.isNumber())) {
                throw new IllegalArgumentException(
                        "%s: field '%s' is %s, must be a text".formatted(place(), field, value));
            }
            return value.asText();
        }

        /** The text in this field; empty if it is missing. */
        public String textOrEmpty(String field) {
            return json.hasNonNull(field) ? text(field) : "";
        }
    }

    private JsonLines() {}

    /** Gives every object of the file, in its order; empty lines are passed over. */
    public static void forEach(Path file, Consumer<Line> each) throws IOException {
        try (BufferedReader reader = TextFiles.open(file)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    each.accept(new Line(file, number, object(file, number, line)));
                }
            }
        }
    }

    private static JsonNode object(Path file, int number, String line) {
        try {
            JsonNode json = JSON.readTree(line);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s, line %d is not JSON: %s".formatted(file, number, e.getOriginalMessage()), e);
        }
        throw new IllegalArgumentException("%s, line %d is no JSON object".formatted(file, number));
    }
}
