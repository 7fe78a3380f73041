package io.remine.state.signing;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a topic is for, whatever a deployment calls it: a signature for one does not hold on another. */
public enum SignedTopic {
    MODELS,
    INDEX,
    RELEASES;

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
