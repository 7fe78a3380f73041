package io.remine.operators.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML document with the line of every value, so that errors can name it. */
public sealed interface Yaml {

    /** Deepest nesting. */
    int MAX_DEPTH = 16;

    /** Where it begins, from 1. */
    int line();

    /** The value's kind, for errors. */
    String kind();

    /** One value, as written; empty if it is left out. */
    record Scalar(int line, String text) implements Yaml {
        @Override
        public String kind() {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }
    }

    record Items(int line, List<Yaml> values) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }
    }

    record Fields(int line, Map<String, Yaml> values) implements Yaml {
        @Override
        public String kind() {
            return "fields";
        }
    }

    /**
     * Reads one document.
     *
     * @param name of the recipe, for errors
     */
    static Yaml read(String name, String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new RecipeException(name, 1, "nothing is written here; see `remine recipes` for examples");
            }
            return value(name, parser, 0);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw new RecipeException(
                    name,
                    line,
                    "not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Yaml value(String name, YAMLParser parser, int depth) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (depth > MAX_DEPTH) {
            throw new RecipeException(name, line, "nested deeper than %d".formatted(MAX_DEPTH));
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> fields(name, parser, line, depth);
            case START_ARRAY -> {
                List<Yaml> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(name, parser, depth + 1));
                }
                yield new Items(line, values);
            }
            case VALUE_NULL -> new Scalar(line, "");
            default -> new Scalar(line, parser.getText());
        };
    }

    private static Yaml fields(String name, YAMLParser parser, int line, int depth) throws IOException {
        Map<String, Yaml> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = parser.currentTokenLocation().getLineNr();
            parser.nextToken();
            if (values.put(key, value(name, parser, depth + 1)) != null) {
                throw new RecipeException(name, keyLine, "'%s' is written twice; keep one".formatted(key));
            }
        }
        return new Fields(line, values);
    }
}
