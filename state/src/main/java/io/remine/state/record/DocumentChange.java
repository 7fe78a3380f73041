package io.remine.state.record;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one record of {@code documents} says. A version orders the changes of one document whatever order they arrive in;
 * a change without a version is newer than everything that came before it.
 */
public sealed interface DocumentChange {

    DocumentId id();

    /** The producer's version, at least 0. */
    OptionalLong version();

    /**
     * The document is new, or has a new text, scope or attributes.
     *
     * @param scope which queries may see it, see {@link Scopes}; absent: all may
     * @param attributes what searches may choose by
     */
    record Upsert(DocumentId id, OptionalLong version, String text, Optional<String> scope, Attributes attributes)
            implements DocumentChange {

        /** Longest text, in characters. */
        public static final int MAX_TEXT_CHARS = 100_000;

        public Upsert {
            checkVersion(id, version);
            Texts.check("text of document " + id, text, MAX_TEXT_CHARS);
            scope.ifPresent(Scopes::check);
        }

        /** Of a document without attributes. */
        public Upsert(DocumentId id, OptionalLong version, String text, Optional<String> scope) {
            this(id, version, text, scope, Attributes.NONE);
        }

        /** Of a document that every query may see, without attributes. */
        public Upsert(DocumentId id, OptionalLong version, String text) {
            this(id, version, text, Optional.empty());
        }
    }

    /** The document is gone: a Kafka tombstone. */
    record Deletion(DocumentId id, OptionalLong version) implements DocumentChange {

        public Deletion {
            checkVersion(id, version);
        }
    }

    private static void checkVersion(DocumentId id, OptionalLong version) {
        if (version.isPresent() && version.getAsLong() < 0) {
            throw new IllegalArgumentException(
                    "version %d of document %s, must be at least 0".formatted(version.getAsLong(), id));
        }
    }
}
