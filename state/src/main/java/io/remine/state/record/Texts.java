package io.remine.state.record;

/** What every text of a producer must be. */
final class Texts {

    private Texts() {}

    static void check(String what, String text, int maxChars) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException(what + " is empty");
        }
        if (text.length() > maxChars) {
            throw new IllegalArgumentException(
                    "%s has %d characters, limit %d; cut it or split it".formatted(what, text.length(), maxChars));
        }
    }
}
