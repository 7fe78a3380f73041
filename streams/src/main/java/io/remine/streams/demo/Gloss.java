package io.remine.streams.demo;

import io.remine.state.record.DocumentId;

/** A document of the dictionary: one sense's definition, without the words that have it and without their examples. */
record Gloss(DocumentId id, String text) {

    Gloss {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the gloss of " + id + " is empty");
        }
    }
}
