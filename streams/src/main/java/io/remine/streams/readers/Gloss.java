package io.remine.streams.readers;

import io.remine.state.record.DocumentId;

/** A document of the dictionary: one sense's definition, without the words that have it and without their examples. */
public record Gloss(DocumentId id, String text) {

    public Gloss {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the gloss of " + id + " is empty");
        }
    }
}
