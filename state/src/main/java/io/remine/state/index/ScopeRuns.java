package io.remine.state.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scopes of a block's rows, which are ordered by them, those without scope first: so the rows of a scope lie next to each
 * other, and what a query may see is a few ranges of rows that can be searched where they lie.
 */
final class ScopeRuns {

    /** Rows from {@code begin} to before {@code end}. */
    record Run(int begin, int end) {

        int rows() {
            return end - begin;
        }
    }

    private final int withoutScope;
    private final String[] scopes; // rising
    private final int[] begins; // of each scope's rows, and the number of all rows

    private ScopeRuns(int withoutScope, String[] scopes, int[] begins) {
        this.withoutScope = withoutScope;
        this.scopes = scopes;
        this.begins = begins;
    }

    /** Of rows in their order, empty where one has no scope. */
    static ScopeRuns of(StringColumn rows) {
        if (rows.isBlank()) {
            return new ScopeRuns(rows.size(), new String[0], new int[] {rows.size()});
        }
        List<String> scopes = new ArrayList<>();
        List<Integer> begins = new ArrayList<>();
        int withoutScope = 0;
        for (int row = 0; row < rows.size(); row++) {
            String scope = rows.get(row);
            if (scope.isEmpty()) {
                withoutScope++;
            } else if (scopes.isEmpty() || !scopes.get(scopes.size() - 1).equals(scope)) {
                scopes.add(scope);
                begins.add(row);
            }
        }
        begins.add(rows.size());
        return new ScopeRuns(
                withoutScope,
                scopes.toArray(String[]::new),
                begins.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Whether any row has a scope. */
    boolean any() {
        return scopes.length > 0;
    }

    /** The scope of a row. */
    Optional<String> scope(int row) {
        if (row < withoutScope) {
            return Optional.empty();
        }
        int place = Arrays.binarySearch(begins, row);
        return Optional.of(scopes[place >= 0 ? place : -place - 2]);
    }

    /** All rows. */
    Run all() {
        return new Run(0, begins[scopes.length]);
    }

    /** The rows that every query may see. */
    Run withoutScope() {
        return new Run(0, withoutScope);
    }

    /** The rows that have one of these scopes, in their order; runs that touch are one. */
    List<Run> of(Set<String> wanted) {
        List<Run> runs = new ArrayList<>();
        wanted.stream()
                .mapToInt(scope -> Arrays.binarySearch(scopes, scope))
                .filter(place -> place >= 0)
                .sorted()
                .forEach(place -> append(new Run(begins[place], begins[place + 1]), runs));
        return runs;
    }

    private static void append(Run run, List<Run> runs) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.end() == run.begin()) {
            runs.set(runs.size() - 1, new Run(last.begin(), run.end()));
        } else {
            runs.add(run);
        }
    }
}
