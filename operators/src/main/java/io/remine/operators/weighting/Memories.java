package io.remine.operators.weighting;

/** How long the memory of pairs lasts. */
final class Memories {

    static final int MAX_DAYS = 3_650;

    private Memories() {}

    static void checkMillis(long millis) {
        if (millis < 1) {
            throw new IllegalArgumentException("memory of %d ms, must be at least 1 ms".formatted(millis));
        }
    }
}
