package io.remine.operators.part;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A part that recipes may name.
 *
 * @param name as written in a recipe
 * @param about one line: what it does, and whose idea it is
 * @param factory makes the part; reads every parameter it knows, and what it does not read is refused
 * @param <T> what kind of part: a source, a filter and so on
 */
public record PartType<T>(String name, String about, Function<Parameters, ? extends T> factory) {

    public PartType {
        Objects.requireNonNull(factory);
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("part %s, must be lower-case words joined by '-'".formatted(name));
        }
        if (about.isBlank() || about.contains("\n")) {
            throw new IllegalArgumentException("part %s needs one line about it".formatted(name));
        }
    }

    /** What each of its parameters may be and what it is unless given, by name. */
    public Map<String, String> parameters() {
        Parameters none = Parameters.none(name);
        Objects.requireNonNull(factory.apply(none), name);
        return none.described();
    }
}
