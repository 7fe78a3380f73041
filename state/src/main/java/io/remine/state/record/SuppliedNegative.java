package io.remine.state.record;

import java.nio.charset.StandardCharsets;

/** What somebody outside says does not answer a query: a document of the index, or a text of its own. */
public sealed interface SuppliedNegative {

    /** Longest name of a source, in bytes. */
    int MAX_SOURCE_BYTES = 64;
    /** Longest text of a negative, in characters. */
    int MAX_TEXT_CHARS = 10_000;

    /** Who says so: a system, a model or a person. */
    String source();

    /** UTF-8 bytes of the document's id or of the text, and of the source. */
    int size();

    /** Whether both name the same document or the same text, whoever says so. */
    boolean sameAs(SuppliedNegative other);

    /** A document of the index, which may not hold it yet or any more. */
    record Stored(DocumentId document, String source) implements SuppliedNegative {

        public Stored {
            Identifiers.check("source of a negative", source, MAX_SOURCE_BYTES);
        }

        @Override
        public int size() {
            return document.bytes().length + source.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public boolean sameAs(SuppliedNegative other) {
            return other instanceof Stored that && document.equals(that.document);
        }
    }

    /**
     * A text that need not be in the index, such as one that a language model wrote. Of control characters it may hold tabs
     * and line ends.
     */
    record Written(String text, String source) implements SuppliedNegative {

        public Written {
            Texts.check("text of a negative", text, MAX_TEXT_CHARS);
            if (text.chars().anyMatch(c -> c < ' ' && c != '\t' && c != '\n' && c != '\r')) {
                throw new IllegalArgumentException("text of a negative holds a control character; remove it");
            }
            Identifiers.check("source of a negative", source, MAX_SOURCE_BYTES);
        }

        @Override
        public int size() {
            return text.getBytes(StandardCharsets.UTF_8).length + source.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public boolean sameAs(SuppliedNegative other) {
            return other instanceof Written that && text.equals(that.text);
        }
    }
}
