package io.remine.operators.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.indexing.DocumentRule.Effect;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DocumentRuleTest {

    private static final DocumentId ID = new DocumentId("d");
    private static final short[] VECTOR = {1, 2};
    private static final long NOW = 1_000;

    @Test
    void newDocumentIsEncoded() {
        DocumentRule.Outcome outcome = DocumentRule.apply(Optional.empty(), upsert("a", 0), NOW);

        assertThat(outcome.effect()).isEqualTo(Effect.ENCODED);
    }

    @Test
    void aDeletedDocumentIsRememberedForAsLongAsOlderChangesMayComeAndNoLonger() {
        assertThat(StoredDocument.deleted(5, NOW).isForgotten(NOW + 99, 100)).isFalse();
        assertThat(StoredDocument.deleted(5, NOW).isForgotten(NOW + 100, 100)).isTrue();
        assertThat(StoredDocument.deleted(StoredDocument.NO_VERSION, NOW).isForgotten(NOW, 100))
                .as("there is no version to compare with")
                .isTrue();
        assertThat(StoredDocument.deleted(5, StoredDocument.UNKNOWN).isForgotten(NOW, 100))
                .isFalse();
        assertThat(live(5, "a").isForgotten(Long.MAX_VALUE, 0)).isFalse();
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
        assertThat(apply(live(5, "a"), upsert("b", -1)).after()).isEqualTo(awaiting(5, "b"));
        assertThat(apply(live(5, "a"), delete(-1)).after()).isEqualTo(StoredDocument.deleted(5, NOW));
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
        DocumentChange.Upsert movedWithText = new DocumentChange.Upsert(ID, optional(6), "b", Optional.of("s"));

        assertThat(apply(live(5, "a"), moved)).isEqualTo(new DocumentRule.Outcome(scoped(6), Effect.RELABELED));
        assertThat(apply(scoped(5), moved).effect()).isEqualTo(Effect.REMEMBERED);
        assertThat(apply(scoped(5), upsert("a", 6)).after()).isEqualTo(live(6, "a"));
        assertThat(apply(live(5, "a"), movedWithText))
                .isEqualTo(new DocumentRule.Outcome(StoredDocument.awaiting(6, movedWithText), Effect.ENCODED));
    }

    @Test
    void newAttributesAloneChangeTheRowAndEncodeNothing() {
        Attributes pet = Attributes.of("tag", "pet");
        DocumentChange tagged = new DocumentChange.Upsert(ID, optional(6), "a", Optional.empty(), pet);

        assertThat(apply(live(5, "a"), tagged))
                .isEqualTo(new DocumentRule.Outcome(live(6, "a").withLabels(Optional.empty(), pet), Effect.RELABELED));
        assertThat(apply(live(5, "a").withLabels(Optional.empty(), pet), tagged).effect())
                .isEqualTo(Effect.REMEMBERED);
    }

    @Test
    void deletedDocumentComesBackOnlyWithANewerVersionOrNone() {
        StoredDocument gone = StoredDocument.deleted(5, NOW);

        assertThat(apply(gone, upsert("a", 5)).effect()).isEqualTo(Effect.IGNORED);
        assertThat(apply(gone, upsert("a", 6)).effect()).isEqualTo(Effect.ENCODED);
        assertThat(apply(gone, upsert("a", -1)).effect()).isEqualTo(Effect.ENCODED);
    }

    @Test
    void deletionOfAnUnknownDocumentIsRememberedButNotWritten() {
        DocumentRule.Outcome outcome = DocumentRule.apply(Optional.empty(), delete(3), NOW);

        assertThat(outcome).isEqualTo(new DocumentRule.Outcome(StoredDocument.deleted(3, NOW), Effect.REMEMBERED));
        assertThat(apply(live(2, "a"), delete(3)).effect()).isEqualTo(Effect.DELETED);
    }

    private static DocumentRule.Outcome apply(StoredDocument stored, DocumentChange change) {
        return DocumentRule.apply(Optional.of(stored), change, NOW);
    }

    private static StoredDocument live(long version, String text) {
        return awaiting(version, text).withVector(VECTOR);
    }

    private static StoredDocument scoped(long version) {
        return live(version, "a").withLabels(Optional.of("s"), Attributes.NONE);
    }

    private static StoredDocument awaiting(long version, String text) {
        return StoredDocument.awaiting(version, upsert(text, version));
    }

    private static DocumentChange.Upsert upsert(String text, long version) {
        return new DocumentChange.Upsert(ID, optional(version), text);
    }

    private static DocumentChange delete(long version) {
        return new DocumentChange.Deletion(ID, optional(version));
    }

    private static OptionalLong optional(long version) {
        return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
