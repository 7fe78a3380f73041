package io.remine.streams.readers;

import io.remine.state.record.DocumentId;
import java.util.List;

/**
 * A reader taps a word in a sentence and wants to know what it means there.
 *
 * @param word the word as the dictionary lists it
 * @param sentence the sentence that the word stands in
 * @param right the sense it has in that sentence
 * @param senses all senses of the word, in the dictionary's order; at least two
 */
public record Lookup(String word, String sentence, DocumentId right, List<DocumentId> senses) {

    public Lookup {
        senses = List.copyOf(senses);
        if (senses.size() < 2 || !senses.contains(right)) {
            throw new IllegalArgumentException(
                    "'%s' has the senses %s; a lookup needs two, among them %s".formatted(word, senses, right));
        }
    }

    /** What is searched for: the word, then its sentence. */
    public String text() {
        return word + ": " + sentence;
    }
}
