package io.remine.state.record;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a producer says of a document besides its text, for searches to choose by: names with one or more values each, such as
 * its language, its kind, its tags. Neither order nor repetition of values matters.
 *
 * @param values the values of each name, both rising
 */
public record Attributes(SortedMap<String, List<String>> values) {

    /** Of a document about which nothing is said. */
    public static final Attributes NONE = new Attributes(Map.of());

    /** Longest name, in UTF-8. */
    public static final int MAX_NAME_BYTES = 64;
    /** Longest value, in UTF-8. */
    public static final int MAX_VALUE_BYTES = 512;
    /** Most values of a document, of all names together. */
    public static final int MAX_VALUES = 256;
    /** Most bytes of UTF-8 of a document, a name counted once for each of its values. */
    public static final int MAX_BYTES = 1 << 14;

    /**
     * @throws IllegalArgumentException if a name has no value, or a name or a value is empty or holds control characters, or a
     *     limit is passed
     */
    public Attributes {
        values = ordered(values);
        int count = 0;
        int bytes = 0;
        for (Map.Entry<String, List<String>> entry : values.entrySet()) {
            for (String value : entry.getValue()) {
                checkPair(entry.getKey(), value);
                count++;
                bytes += bytes(entry.getKey()) + bytes(value);
            }
        }
        if (count > MAX_VALUES || bytes > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "attributes have %d values and %d bytes, limits %d and %d; leave out what no search chooses by"
                            .formatted(count, bytes, MAX_VALUES, MAX_BYTES));
        }
    }

    public Attributes(Map<String, List<String>> values) {
        this(new TreeMap<>(values));
    }

    /** One value of one name. */
    public static Attributes of(String name, String value) {
        return new Attributes(Map.of(name, List.of(value)));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The values of a name; none if it is not there. */
    public List<String> of(String name) {
        return values.getOrDefault(name, List.of());
    }

    /**
     * Refuses what cannot be an attribute.
     *
     * @throws IllegalArgumentException if name or value is empty, too long, or holds control characters
     */
    public static void checkPair(String name, String value) {
        Identifiers.check("name of an attribute", name, MAX_NAME_BYTES);
        Identifiers.check("value of the attribute " + name, value, MAX_VALUE_BYTES);
    }

    private static SortedMap<String, List<String>> ordered(Map<String, List<String>> values) {
        SortedMap<String, List<String>> ordered = new TreeMap<>();
        values.forEach((name, some) -> {
            if (some.isEmpty()) {
                throw new IllegalArgumentException("attribute %s has no value; leave it out".formatted(name));
            }
            ordered.put(name, Set.copyOf(some).stream().sorted().toList());
        });
        return Collections.unmodifiableSortedMap(ordered);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
