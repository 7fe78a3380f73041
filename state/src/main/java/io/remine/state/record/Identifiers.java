package io.remine.state.record;

import java.nio.charset.StandardCharsets;

/** What every identifier of a producer must be. */
final class Identifiers {

    private Identifiers() {}

    static void check(String what, String value, int maxBytes) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(what + " is empty; give each one a name");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > maxBytes) {
            throw new IllegalArgumentException("%s of %d bytes starting with '%s', limit %d; shorten it or send a hash"
                    .formatted(what, bytes, value.substring(0, Math.min(32, value.length())), maxBytes));
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(what + " holds a control character; remove it");
        }
    }
}
