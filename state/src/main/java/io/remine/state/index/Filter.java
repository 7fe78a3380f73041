package io.remine.state.index;

import io.remine.state.record.Attributes;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which documents a search chooses from, by their {@link Attributes}: those that have, of each name listed, at least one of
 * the values listed. Unlike a scope, which a document without one passes, a name that a document does not have is not passed.
 *
 * @param anyOf the values of each name, both rising
 */
public record Filter(SortedMap<String, Set<String>> anyOf) {

    /** All documents. */
    public static final Filter NONE = new Filter(Map.of());

    /** Most values, of all names together. */
    public static final int MAX_VALUES = 1_024;

    /**
     * @throws IllegalArgumentException if a name has no value, a name or a value is none of {@link Attributes}, or there are too
     *     many
     */
    public Filter {
        anyOf = ordered(anyOf);
        int count = anyOf.values().stream().mapToInt(Set::size).sum();
        if (count > MAX_VALUES) {
            throw new IllegalArgumentException("filter of %d values, limit %d; ask twice".formatted(count, MAX_VALUES));
        }
    }

    public Filter(Map<String, ? extends Collection<String>> anyOf) {
        this(ordered(anyOf));
    }

    /** Documents that have one of these values of a name. */
    public static Filter anyOf(String name, String... values) {
        return new Filter(Map.of(name, List.of(values)));
    }

    /**
     * What passes both this and, of another name, one of these values.
     *
     * @throws IllegalArgumentException if this filter has the name already
     */
    public Filter and(String name, String... values) {
        if (anyOf.containsKey(name)) {
            throw new IllegalArgumentException("filter asks for %s twice; list its values once".formatted(name));
        }
        SortedMap<String, Set<String>> both = new TreeMap<>(anyOf);
        both.put(name, Set.of(values));
        return new Filter(both);
    }

    public boolean isEmpty() {
        return anyOf.isEmpty();
    }

    /** Whether a document with these attributes passes. */
    public boolean allows(Attributes attributes) {
        return anyOf.entrySet().stream()
                .allMatch(clause -> !Collections.disjoint(clause.getValue(), attributes.of(clause.getKey())));
    }

    private static SortedMap<String, Set<String>> ordered(Map<String, ? extends Collection<String>> anyOf) {
        SortedMap<String, Set<String>> ordered = new TreeMap<>();
        anyOf.forEach((name, values) -> {
            if (values.isEmpty()) {
                throw new IllegalArgumentException("filter by %s lists no value; leave it out".formatted(name));
            }
            values.forEach(value -> Attributes.checkPair(name, value));
            ordered.put(name, Collections.unmodifiableSet(new TreeSet<>(values)));
        });
        return Collections.unmodifiableSortedMap(ordered);
    }
}
