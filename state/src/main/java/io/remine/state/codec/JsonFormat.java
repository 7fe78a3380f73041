package io.remine.state.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The JSON that we publish: one object in UTF-8 whose field {@code format} is the version of its layout. Fields unknown to
 * a reader are ignored, so that a layout may grow without a new format; a field that is missing or wrong makes the whole
 * object corrupt.
 */
public final class JsonFormat {

    /** Longest JSON that is read, in bytes. */
    public static final int MAX_BYTES = 8 << 20;

    private static final String FORMAT = "format";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 16)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Makes a value of the fields; may throw IllegalArgumentException for values that the record refuses. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(JsonFields fields) throws CorruptDataException;
    }

    private JsonFormat() {}

    /** An object of this format, to be filled. */
    public static ObjectNode create(int format) {
        return object().put(FORMAT, format);
    }

    /** An object within another. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A string on its own, for arrays. */
    public static TextNode text(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }

    /** Puts a number, {@code null} if it is not finite: JSON has no NaN. */
    public static void putNumber(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, value);
        } else {
            object.putNull(name);
        }
    }

    public static byte[] write(ObjectNode object) {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of plain values can always be written", e);
        }
    }

    /**
     * The value in these bytes.
     *
     * @param what names the value in errors
     * @param newestFormat the newest format that the reader knows
     * @throws CorruptDataException if the bytes are not JSON, too long, of a newer format, or refused by {@code reader}
     */
    public static <T> T read(byte[] json, String what, int newestFormat, Reader<T> reader) throws CorruptDataException {
        if (json.length > MAX_BYTES) {
            throw new CorruptDataException("%s: %d bytes, limit %d".formatted(what, json.length, MAX_BYTES));
        }
        JsonFields fields = new JsonFields(what, parse(json, what));
        int format = fields.integer(FORMAT);
        if (format < 1 || format > newestFormat) {
            throw new CorruptDataException("%s: format %d, this release reads 1 to %d; use a newer release to read it"
                    .formatted(what, format, newestFormat));
        }
        try {
            return reader.read(fields);
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException(what + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode parse(byte[] json, String what) throws CorruptDataException {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new CorruptDataException(what + ": not JSON: " + e.getMessage(), e);
        }
    }
}
