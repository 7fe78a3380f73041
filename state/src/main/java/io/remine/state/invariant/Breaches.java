package io.remine.state.invariant;

/** What broke an invariant: the first breach in words, the others counted. */
final class Breaches {

    private String first;
    private long count;

    synchronized void add(String breach) {
        if (first == null) {
            first = breach.lines().findFirst().orElse("");
        }
        count++;
    }

    /** @param seen the figures while nothing is broken */
    synchronized Finding finding(String seen) {
        if (first == null) {
            return new Finding(true, seen);
        }
        String others = count == 1 ? "" : " and %,d more".formatted(count - 1);
        return new Finding(false, "%s%s; %s".formatted(first, others, seen));
    }
}
