package io.remine.state.verify;

import io.remine.state.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was found: of each kind how often, and the first few in words, however many there are. */
public final class Findings {

    /** How many of a kind are kept in words. */
    public static final int KEPT = 10;

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, List<Finding>> first = new EnumMap<>(Kind.class);

    void add(Kind kind, String what) {
        counts.merge(kind, 1L, Long::sum);
        List<Finding> kept = first.computeIfAbsent(kind, each -> new ArrayList<>());
        if (kept.size() < KEPT) {
            kept.add(new Finding(kind, what));
        }
    }

    /** How often each kind was found; errors before notes. */
    public Map<Kind, Long> counts() {
        return Map.copyOf(counts);
    }

    /** The kinds that were found, errors before notes. */
    public List<Kind> kinds() {
        return List.copyOf(counts.keySet());
    }

    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** The first of this kind. */
    public List<Finding> first(Kind kind) {
        return List.copyOf(first.getOrDefault(kind, List.of()));
    }

    /** How many errors there are in all. */
    public long errors() {
        return count(Finding.Severity.ERROR);
    }

    /** How many notes there are in all. */
    public long notes() {
        return count(Finding.Severity.NOTE);
    }

    private long count(Finding.Severity severity) {
        return counts.entrySet().stream()
                .filter(each -> each.getKey().severity() == severity)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
