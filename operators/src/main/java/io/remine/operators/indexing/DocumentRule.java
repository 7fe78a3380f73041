package io.remine.operators.indexing;

import io.remine.state.record.DocumentChange;
import java.util.Optional;

/**
 * What a change does to a document. A change with a version counts only if it is above every version seen; one without is
 * newer than everything that came before it and leaves the highest version as it is. A text that does not change is not
 * encoded again, also if scope or attributes do.
 */
final class DocumentRule {

    /** What has to be done about a change that counts. */
    enum Effect {
        /** The change is older than what is known. */
        IGNORED,
        /** Only what is remembered changes. */
        REMEMBERED,
        /** Scope or attributes are new, the text is not: it must be written again, with the vector it has or waits for. */
        RELABELED,
        /** The text is new: it must be encoded. */
        ENCODED,
        /** The document is gone from the index. */
        DELETED
    }

    /** What is remembered afterwards, and what has to be done. */
    record Outcome(StoredDocument after, Effect effect) {}

    private DocumentRule() {}

    /**
     * The change applied to what is remembered, if anything is.
     *
     * @param nowMillis when, milliseconds since 1970
     */
    static Outcome apply(Optional<StoredDocument> remembered, DocumentChange change, long nowMillis) {
        long seen = remembered.map(StoredDocument::version).orElse(StoredDocument.NO_VERSION);
        if (change.version().isPresent() && change.version().getAsLong() <= seen) {
            return new Outcome(remembered.orElseThrow(), Effect.IGNORED);
        }
        long version = change.version().orElse(seen);
        if (change instanceof DocumentChange.Upsert upsert) {
            return upsert(remembered, version, upsert);
        }
        boolean live = remembered.filter(StoredDocument::isLive).isPresent();
        return new Outcome(StoredDocument.deleted(version, nowMillis), live ? Effect.DELETED : Effect.REMEMBERED);
    }

    private static Outcome upsert(Optional<StoredDocument> remembered, long version, DocumentChange.Upsert upsert) {
        if (remembered
                .flatMap(StoredDocument::text)
                .filter(upsert.text()::equals)
                .isEmpty()) {
            return new Outcome(StoredDocument.awaiting(version, upsert), Effect.ENCODED);
        }
        StoredDocument after = remembered.get().withVersion(version);
        StoredDocument relabeled = after.withLabels(upsert.scope(), upsert.attributes());
        return new Outcome(relabeled, relabeled.equals(after) ? Effect.REMEMBERED : Effect.RELABELED);
    }
}
