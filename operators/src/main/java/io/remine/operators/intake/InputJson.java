package io.remine.operators.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.operators.deadletter.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fields of a record's JSON object, each read with its type. A field that is null counts as absent; fields that nobody
 * asks for are ignored.
 */
public final class InputJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1_000)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode object;

    private InputJson(ObjectNode object) {
        this.object = object;
    }

    /**
     * Reads one object.
     *
     * @throws MalformedRecordException if it is not UTF-8, not JSON, nested too deep, or has a name twice
     */
    public static InputJson of(byte[] value) throws MalformedRecordException {
        if (value == null) {
            throw new MalformedRecordException(Reason.MISSING, "no value; only documents have tombstones");
        }
        String text = Utf8.decode("the value", value);
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return new InputJson(object);
            }
        } catch (JsonProcessingException e) {
            throw new MalformedRecordException(Reason.NOT_JSON, "not JSON: " + e.getOriginalMessage(), e);
        }
        throw new MalformedRecordException(Reason.NOT_JSON, "not a JSON object; send {...}");
    }

    /** The record's key, as text. */
    static String key(RawRecord raw) throws MalformedRecordException {
        if (raw.key() == null) {
            throw new MalformedRecordException(Reason.MISSING, "no key; the id must be the record's key");
        }
        return Utf8.decode("the key", raw.key());
    }

    /** What a record's constructor makes; what it refuses is the producer's mistake. */
    static <T> T make(Supplier<T> constructor) throws MalformedRecordException {
        try {
            return constructor.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException(Reason.INVALID, e.getMessage(), e);
        }
    }

    /** Fails unless the field is absent or repeats the key. */
    void checkRepeats(String name, String key) throws MalformedRecordException {
        Optional<String> repeated = optionalText(name);
        if (repeated.isPresent() && !repeated.get().equals(key)) {
            throw new MalformedRecordException(
                    Reason.KEY_DISAGREES,
                    "'%s' differs from the record's key; send the same id or leave it out".formatted(name));
        }
    }

    /** The same with a field, if that is absent. */
    public InputJson withDefault(String name, long value) {
        return field(name).isPresent() ? this : new InputJson(object.deepCopy().put(name, value));
    }

    /** As text. */
    public byte[] toJson() {
        try {
            return MAPPER.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new AssertionError("what was read can be written", e);
        }
    }

    /** What its fields are called. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public String text(String name) throws MalformedRecordException {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    public Optional<String> optionalText(String name) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        return node.isPresent() ? Optional.of(text(name, node.get())) : Optional.empty();
    }

    long time(String name) throws MalformedRecordException {
        return Times.parse(name, field(name).orElseThrow(() -> missing(name)));
    }

    public OptionalLong optionalInteger(String name) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!node.get().canConvertToExactIntegral() || !node.get().canConvertToLong()) {
            throw wrongType(name, "an integer of at most 63 bits", node.get());
        }
        return OptionalLong.of(node.get().longValue());
    }

    public Optional<Boolean> optionalBoolean(String name) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isPresent() && !node.get().isBoolean()) {
            throw wrongType(name, "true or false", node.get());
        }
        return node.map(JsonNode::booleanValue);
    }

    /** A place in a list, from 0. */
    OptionalInt optionalPosition(String name) throws MalformedRecordException {
        OptionalLong position = optionalInteger(name);
        if (position.isEmpty()) {
            return OptionalInt.empty();
        }
        long place = position.getAsLong();
        if (place < 0 || place > Integer.MAX_VALUE) {
            throw new MalformedRecordException(
                    Reason.INVALID, "'%s' is %d, must be 0 to %d".formatted(name, place, Integer.MAX_VALUE));
        }
        return OptionalInt.of((int) place);
    }

    Optional<Float> optionalNumber(String name) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isPresent() && !node.get().isNumber()) {
            throw wrongType(name, "a number", node.get());
        }
        return node.map(JsonNode::floatValue);
    }

    /** A list of texts, each made into a value; empty if absent. */
    <T> List<T> list(String name, int limit, Function<String, T> maker) throws MalformedRecordException {
        List<T> values = new ArrayList<>();
        for (JsonNode element : elements(name, limit)) {
            String text = text(name, element);
            values.add(make(() -> maker.apply(text)));
        }
        return values;
    }

    /** One text, or a list of texts; empty if absent. */
    public List<String> oneOrMore(String name, int limit) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isPresent() && !node.get().isTextual() && !node.get().isArray()) {
            throw wrongType(name, "a string or an array of strings", node.get());
        }
        return node.isPresent() && node.get().isTextual()
                ? List.of(text(name, node.get()))
                : list(name, limit, Function.identity());
    }

    /** An object in which each name has one text, or a list of texts; one that has none, or null, counts as absent. */
    Map<String, List<String>> namedTexts(String name, int limit) throws MalformedRecordException {
        Optional<InputJson> inner = object(name);
        if (inner.isEmpty()) {
            return Map.of();
        }
        Set<String> names = inner.get().names();
        if (names.size() > limit) {
            throw new MalformedRecordException(
                    Reason.INVALID, "'%s' has %d names, limit %d; send fewer".formatted(name, names.size(), limit));
        }
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (String each : names) {
            if (!Utf8.isWhole(each)) {
                throw new MalformedRecordException(
                        Reason.INVALID,
                        "a name in '%s' holds half a surrogate pair; send whole characters".formatted(name));
            }
            List<String> some = inner.get().oneOrMore(each, limit);
            if (!some.isEmpty()) {
                texts.put(each, some);
            }
        }
        return texts;
    }

    /** An object; empty if absent. */
    public Optional<InputJson> object(String name) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isPresent() && !node.get().isObject()) {
            throw wrongType(name, "an object", node.get());
        }
        return node.map(fields -> new InputJson((ObjectNode) fields));
    }

    /** A list of objects; empty if absent. */
    public List<InputJson> objects(String name, int limit) throws MalformedRecordException {
        List<InputJson> objects = new ArrayList<>();
        for (JsonNode element : elements(name, limit)) {
            if (!(element instanceof ObjectNode fields)) {
                throw wrongType(name, "an array of objects", element);
            }
            objects.add(new InputJson(fields));
        }
        return objects;
    }

    private Iterable<JsonNode> elements(String name, int limit) throws MalformedRecordException {
        Optional<JsonNode> node = field(name);
        if (node.isEmpty()) {
            return List.of();
        }
        if (!node.get().isArray()) {
            throw wrongType(name, "an array", node.get());
        }
        if (node.get().size() > limit) {
            throw new MalformedRecordException(
                    Reason.INVALID,
                    "'%s' has %d elements, limit %d; send fewer"
                            .formatted(name, node.get().size(), limit));
        }
        return node.get();
    }

    private Optional<JsonNode> field(String name) {
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    private static String text(String name, JsonNode node) throws MalformedRecordException {
        if (!node.isTextual()) {
            throw wrongType(name, "a string", node);
        }
        if (!Utf8.isWhole(node.textValue())) {
            throw new MalformedRecordException(
                    Reason.INVALID, "'%s' holds half a surrogate pair; send whole characters".formatted(name));
        }
        return node.textValue();
    }

    private static MalformedRecordException missing(String name) {
        return new MalformedRecordException(Reason.MISSING, "no '%s'; it is required".formatted(name));
    }

    static MalformedRecordException wrongType(String name, String expected, JsonNode node) {
        return new MalformedRecordException(
                Reason.INVALID,
                "'%s' is %s of type %s, must be %s"
                        .formatted(
                                name,
                                shortened(node.toString()),
                                node.getNodeType().name().toLowerCase(Locale.ROOT),
                                expected));
    }

    private static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
