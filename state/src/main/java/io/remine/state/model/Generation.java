package io.remine.state.model;

/** Everything since the document tower last changed: 0 for the first. */
public record Generation(int number) {

    public static final Generation FIRST = new Generation(0);

    public Generation {
        if (number < 0) {
            throw new IllegalArgumentException("generation " + number + ", must be at least 0");
        }
    }
}
