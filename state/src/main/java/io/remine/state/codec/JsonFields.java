package io.remine.state.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields of a JSON object, read strictly: a field that is missing or of another type is a {@link CorruptDataException}
 * that names its path.
 */
public final class JsonFields {

    /** Makes an element of an array or a field's value. */
    @FunctionalInterface
    public interface Element<T> {
        T read(JsonFields fields) throws CorruptDataException;
    }

    private final String path;
    private final JsonNode object;

    JsonFields(String path, JsonNode object) throws CorruptDataException {
        if (object == null || !object.isObject()) {
            throw new CorruptDataException(path + ": not a JSON object");
        }
        this.path = path;
        this.object = object;
    }

    public String text(String name) throws CorruptDataException {
        JsonNode node = require(name);
        check(node.isTextual(), name, "a string");
        return node.textValue();
    }

    /** Absent if the field is missing or null. */
    public Optional<String> optionalText(String name) throws CorruptDataException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public int integer(String name) throws CorruptDataException {
        JsonNode node = require(name);
        check(node.isIntegralNumber() && node.canConvertToInt(), name, "a 32-bit integer");
        return node.intValue();
    }

    public long longInteger(String name) throws CorruptDataException {
        JsonNode node = require(name);
        check(node.isIntegralNumber() && node.canConvertToLong(), name, "a 64-bit integer");
        return node.longValue();
    }

    /** A number, or NaN if the field is null. */
    public double number(String name) throws CorruptDataException {
        JsonNode node = object.get(name);
        check(node != null && (node.isNumber() || node.isNull()), name, "a number or null");
        return node.isNull() ? Double.NaN : node.doubleValue();
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    public JsonFields object(String name) throws CorruptDataException {
        return new JsonFields(path + "." + name, require(name));
    }

    /** Every field of this object, which must all be objects, by name. */
    public Map<String, JsonFields> objects() throws CorruptDataException {
        Map<String, JsonFields> objects = new TreeMap<>();
        for (String name : names()) {
            objects.put(name, object(name));
        }
        return objects;
    }

    /** The names of all fields. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** An array of objects. */
    public <T> List<T> list(String name, Element<? extends T> element) throws CorruptDataException {
        JsonNode array = array(name);
        List<T> list = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            list.add(element.read(new JsonFields("%s.%s[%d]".formatted(path, name, i), array.get(i))));
        }
        return List.copyOf(list);
    }

    /** An array of strings. */
    public List<String> texts(String name) throws CorruptDataException {
        JsonNode array = array(name);
        List<String> list = new ArrayList<>(array.size());
        for (JsonNode node : array) {
            check(node.isTextual(), name, "an array of strings");
            list.add(node.textValue());
        }
        return List.copyOf(list);
    }

    private JsonNode array(String name) throws CorruptDataException {
        JsonNode array = require(name);
        check(array.isArray(), name, "an array");
        return array;
    }

    private JsonNode require(String name) throws CorruptDataException {
        check(has(name), name, "there");
        return object.get(name);
    }

    private void check(boolean holds, String name, String expected) throws CorruptDataException {
        if (!holds) {
            throw new CorruptDataException("%s.%s must be %s".formatted(path, name, expected));
        }
    }
}
