package io.remine.state.record;

import java.nio.charset.StandardCharsets;

/** The producer's name of a document: 1 to {@value #MAX_BYTES} bytes of UTF-8 without control characters. */
public record DocumentId(String value) implements Comparable<DocumentId> {

    public static final int MAX_BYTES = 512;

    public DocumentId {
        Identifiers.check("document id", value, MAX_BYTES);
    }

    /** The id as UTF-8. */
    public byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int compareTo(DocumentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
