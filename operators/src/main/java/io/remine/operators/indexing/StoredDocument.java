package io.remine.operators.indexing;

import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentChange;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * What is remembered of a document. A deleted one is remembered too, so that an older change that comes late cannot bring it
 * back.
 *
 * @param version the highest version seen, {@value #NO_VERSION} if no change had one
 * @param text absent if the document is deleted
 * @param scope which queries may see it; absent: all may, or the document is deleted
 * @param attributes what searches may choose by
 * @param vector in half precision; empty if the document is deleted or not encoded yet
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
record StoredDocument(
        long version, Optional<String> text, Optional<String> scope, Attributes attributes, short[] vector) {

    static final long NO_VERSION = -1;

    private static final short[] NONE = {};

    StoredDocument {
        if (version < NO_VERSION) {
            throw new IllegalArgumentException("version %d, must be at least %d".formatted(version, NO_VERSION));
        }
    }

    /** Not encoded yet. */
    static StoredDocument awaiting(long version, DocumentChange.Upsert upsert) {
        return new StoredDocument(version, Optional.of(upsert.text()), upsert.scope(), upsert.attributes(), NONE);
    }

    static StoredDocument deleted(long version) {
        return new StoredDocument(version, Optional.empty(), Optional.empty(), Attributes.NONE, NONE);
    }

    StoredDocument withVersion(long newVersion) {
        return new StoredDocument(newVersion, text, scope, attributes, vector);
    }

    /** With another scope and other attributes. */
    StoredDocument withLabels(Optional<String> newScope, Attributes newAttributes) {
        return new StoredDocument(version, text, newScope, newAttributes, vector);
    }

    StoredDocument withVector(short[] newVector) {
        return new StoredDocument(version, text, scope, attributes, newVector);
    }

    boolean isLive() {
        return text.isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredDocument that
                && version == that.version
                && text.equals(that.text)
                && scope.equals(that.scope)
                && attributes.equals(that.attributes)
                && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, text, scope, attributes, Arrays.hashCode(vector));
    }
}
