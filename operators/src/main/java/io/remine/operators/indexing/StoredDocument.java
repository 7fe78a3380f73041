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
 * @param deletedMillis since when it is deleted, milliseconds since 1970; {@value #UNKNOWN} if it is live, or if it was deleted
 *     when that was not written down
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content
record StoredDocument(
        long version,
        Optional<String> text,
        Optional<String> scope,
        Attributes attributes,
        short[] vector,
        long deletedMillis) {

    static final long NO_VERSION = -1;
    static final long UNKNOWN = 0;

    private static final short[] NONE = {};

    StoredDocument {
        if (version < NO_VERSION) {
            throw new IllegalArgumentException("version %d, must be at least %d".formatted(version, NO_VERSION));
        }
    }

    /** Not encoded yet. */
    static StoredDocument awaiting(long version, DocumentChange.Upsert upsert) {
        return new StoredDocument(
                version, Optional.of(upsert.text()), upsert.scope(), upsert.attributes(), NONE, UNKNOWN);
    }

    static StoredDocument deleted(long version, long sinceMillis) {
        return new StoredDocument(version, Optional.empty(), Optional.empty(), Attributes.NONE, NONE, sinceMillis);
    }

    StoredDocument withVersion(long newVersion) {
        return new StoredDocument(newVersion, text, scope, attributes, vector, deletedMillis);
    }

    /** With another scope and other attributes. */
    StoredDocument withLabels(Optional<String> newScope, Attributes newAttributes) {
        return new StoredDocument(version, text, newScope, newAttributes, vector, deletedMillis);
    }

    StoredDocument withVector(short[] newVector) {
        return new StoredDocument(version, text, scope, attributes, newVector, deletedMillis);
    }

    boolean isLive() {
        return text.isPresent();
    }

    /** Whether it may be forgotten: it is deleted, and either no change had a version or it has been for so long. */
    boolean isForgotten(long nowMillis, long rememberedMillis) {
        return !isLive()
                && (version == NO_VERSION
                        || (deletedMillis != UNKNOWN && deletedMillis <= nowMillis - rememberedMillis));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredDocument that
                && version == that.version
                && deletedMillis == that.deletedMillis
                && text.equals(that.text)
                && scope.equals(that.scope)
                && attributes.equals(that.attributes)
                && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return Objects.hash(version, text, scope, attributes, Arrays.hashCode(vector), deletedMillis);
    }
}
