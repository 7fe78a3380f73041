package io.remine.operators.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.indexing.DocumentRule.Effect;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DocumentRuleTest {

    private static final DocumentId ID = new DocumentId("d");
    private static final short[] VECTOR = {1, 2};
    private static final Optional<String> NO_SCOPE = Optional.empty();

    @Test
    void newDocumentIsEncoded() {
        DocumentRule.Outcome outcome = DocumentRule.apply(Optional.empty(), upsert("a", 0));

        assertThat(outcome.effect()).isEqualTo(Effect.ENCODED);
        assertThat(outcome.after()).isEqualTo(StoredDocument.awaiting(0, "a", NO_SCOPE));
    }

    @Test
    void olderOrEqualVersionChangesNothing() {
        StoredDocument stored = live(5, "a");

        assertThat(apply(stored, upsert("b", 4))).isEqualTo(new DocumentRule.Outcome(stored, Effect.IGNORED));
        assertThat(apply(stored, upsert("b", 5))).isEqualTo(new DocumentRule.Outcome(stored, Effect.IGNORED));
        assertThat(apply(stored, delete(5))).isEqualTo(new DocumentRule.Outcome(stored, Effect.IGNORED));
    }

    @Test
    void changeWithoutVersionIsNewerThanAllBefore() {
        assertThat(apply(live(5, "a"), upsert("b", -1)).after()).isEqualTo(StoredDocument.awaiting(5, "b", NO_SCOPE));
        assertThat(apply(live(5, "a"), delete(-1)).after()).isEqualTo(StoredDocument.deleted(5));
    }

    @Test
    void sameTextIsNotEncodedAgain() {
        DocumentRule.Outcome outcome = apply(live(5, "a"), upsert("a", 6));

        assertThat(outcome.effect()).isEqualTo(Effect.REMEMBERED);
        assertThat(outcome.after()).isEqualTo(live(6, "a"));
    }

    @Test
    void aNewScopeAloneChangesTheRowAndEncodesNothing() {
        DocumentChange moved = new DocumentChange.Upsert(ID, optional(6), "a", Optional.of("s"));
        DocumentChange movedWithText = new DocumentChange.Upsert(ID, optional(6), "b", Optional.of("s"));

        assertThat(apply(live(5, "a"), moved))
                .isEqualTo(new DocumentRule.Outcome(live(6, "a").withScope(Optional.of("s")), Effect.RESCOPED));
        assertThat(apply(live(5, "a").withScope(Optional.of("s")), moved).effect())
                .isEqualTo(Effect.REMEMBERED);
        assertThat(apply(live(5, "a").withScope(Optional.of("s")), upsert("a", 6))
                        .after())
                .isEqualTo(live(6, "a"));
        assertThat(apply(live(5, "a"), movedWithText))
                .isEqualTo(new DocumentRule.Outcome(StoredDocument.awaiting(6, "b", Optional.of("s")), Effect.ENCODED));
    }

    @Test
    void deletedDocumentComesBackOnlyWithANewerVersionOrNone() {
        StoredDocument gone = StoredDocument.deleted(5);

        assertThat(apply(gone, upsert("a", 5)).effect()).isEqualTo(Effect.IGNORED);
        assertThat(apply(gone, upsert("a", 6)).effect()).isEqualTo(Effect.ENCODED);
        assertThat(apply(gone, upsert("a", -1)).effect()).isEqualTo(Effect.ENCODED);
    }

    @Test
    void deletionOfAnUnknownDocumentIsRememberedButNotWritten() {
        DocumentRule.Outcome outcome = DocumentRule.apply(Optional.empty(), delete(3));

        assertThat(outcome).isEqualTo(new DocumentRule.Outcome(StoredDocument.deleted(3), Effect.REMEMBERED));
        assertThat(apply(live(2, "a"), delete(3)).effect()).isEqualTo(Effect.DELETED);
    }

    private static DocumentRule.Outcome apply(StoredDocument stored, DocumentChange change) {
        return DocumentRule.apply(Optional.of(stored), change);
    }

    private static StoredDocument live(long version, String text) {
        return StoredDocument.awaiting(version, text, NO_SCOPE).withVector(VECTOR);
    }

    private static DocumentChange upsert(String text, long version) {
        return new DocumentChange.Upsert(ID, optional(version), text);
    }

    private static DocumentChange delete(long version) {
        return new DocumentChange.Deletion(ID, optional(version));
    }

    private static OptionalLong optional(long version) {
        return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
