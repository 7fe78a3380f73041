package io.remine.state.lineage;

/**
 * What a model has been trained on: the number of examples and the sum of their hashes modulo 2^64, the <em>lineage
 * digest</em>. Sums in any order and grouping are equal, so any number of workers may add theirs.
 */
public record Lineage(long examples, long digest) {

    public static final Lineage NONE = new Lineage(0, 0);

    public Lineage {
        if (examples < 0) {
            throw new IllegalArgumentException("examples " + examples + ", must be at least 0");
        }
    }

    /** This and one more example. */
    public Lineage plus(ExampleHash hash) {
        return new Lineage(examples + 1, digest + hash.value());
    }

    public Lineage plus(Lineage other) {
        return new Lineage(examples + other.examples, digest + other.digest);
    }

    /** The digest as 16 hexadecimal digits. */
    public String digestHex() {
        return "%016x".formatted(digest);
    }
}
