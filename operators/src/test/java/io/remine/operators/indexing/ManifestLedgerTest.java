package io.remine.operators.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Attributes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestLedgerTest {

    private static final ManifestId ID = new ManifestId(new TimelineId("t"), 3);
    private static final ManifestState EMPTY = ManifestState.empty(Generation.FIRST, 2, 4);
    private static final InputOffsets OFFSETS = InputOffsets.NONE.through(new InputPosition("documents", 1, 6));

    private final ManifestLedger ledger = new ManifestLedger(EMPTY);

    @Test
    void manifestNamesWhatMakesUpEveryBucketAndHowFarTheInputWasRead() {
        ledger.accept(new SegmentWritten(2, 3, List.of(segment("a", 5)), 5, List.of()));
        ledger.accept(new SegmentWritten(0, 3, List.of(segment("b", 1)), 1, List.of()));
        ledger.accept(OFFSETS);

        assertThat(ledger.close(ID, 100))
                .contains(new Manifest(
                        ID,
                        Generation.FIRST,
                        2,
                        6,
                        List.of(
                                new Manifest.Bucket(0, List.of(segment("b", 1))),
                                new Manifest.Bucket(2, List.of(segment("a", 5)))),
                        OFFSETS,
                        100));
    }

    @Test
    void nothingIsPublishedWhenNothingChanged() {
        ledger.accept(OFFSETS);
        assertThat(ledger.close(ID, 100)).isPresent();
        ledger.accept(OFFSETS);

        assertThat(ledger.close(ID, 200)).isEmpty();
    }

    @Test
    void unreferencedSegmentGoesAfterTheGracePeriodEvenAcrossARestore() {
        ledger.accept(new SegmentWritten(0, 3, List.of(segment("new", 1)), 1, List.of(blob("old"))));
        ledger.close(ID, 1_000);
        ManifestLedger restored = new ManifestLedger(ledger.state());

        assertThat(restored.expired(1_499, 500)).isEmpty();
        assertThat(restored.expired(1_500, 500)).containsExactly(blob("old"));
        assertThat(restored.expired(9_000, 500)).isEmpty();
    }

    @Test
    void segmentThatIsNamedAgainStays() {
        ledger.accept(new SegmentWritten(0, 3, List.of(segment("b", 1)), 1, List.of(blob("a"))));
        ledger.close(ID, 1_000);
        ledger.accept(new SegmentWritten(0, 4, List.of(segment("a", 1)), 1, List.of(blob("b"))));
        ledger.close(ID, 2_000);

        assertThat(ledger.expired(9_000, 500)).containsExactly(blob("b"));
    }

    @Test
    void graceBeginsAnewForASegmentThatWasNamedAgain() {
        ledger.accept(new SegmentWritten(0, 3, List.of(segment("b", 1)), 1, List.of(blob("a"))));
        ledger.close(ID, 1_000);
        ledger.accept(new SegmentWritten(0, 4, List.of(segment("a", 1)), 1, List.of(blob("b"))));
        ledger.close(ID, 1_200);
        ledger.accept(new SegmentWritten(0, 5, List.of(segment("c", 1)), 1, List.of(blob("a"))));
        ledger.close(ID, 1_400);

        assertThat(ledger.expired(1_800, 500)).containsExactly(blob("b"));
        assertThat(ledger.expired(1_900, 500)).containsExactly(blob("a"));
    }

    @Test
    void emptiedBucketLeavesTheManifest() {
        ledger.accept(new SegmentWritten(0, 3, List.of(segment("a", 1)), 1, List.of()));
        ledger.close(ID, 1);
        ledger.accept(new SegmentWritten(0, 4, List.of(), 0, List.of(blob("a"))));

        assertThat(ledger.close(ID, 2).orElseThrow().buckets()).isEmpty();
    }

    @Test
    void stateOfAnotherShapeIsRefused() {
        assertThatThrownBy(() -> EMPTY.checkFits(ManifestState.empty(Generation.FIRST, 2, 8)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("4 buckets")
                .hasMessageContaining("8");
    }

    @Test
    void writtenFormsAreTheGoldenFiles() throws IOException {
        BucketSegments bucket = new BucketSegments(List.of(segment("a", 5)), 4);
        Golden.check("bucket-segments-1.hex", BucketSegmentsCodec.INSTANCE, bucket);
        Golden.check(
                "segment-written-1.hex",
                SegmentWrittenCodec.INSTANCE,
                new SegmentWritten(2, 3, bucket.segments(), 4, List.of(blob("old"))));
        TreeMap<Integer, BucketSegments> buckets = new TreeMap<>();
        buckets.put(2, bucket);
        Golden.check(
                "manifest-state-1.hex",
                ManifestStateCodec.INSTANCE,
                new ManifestState(
                        Generation.FIRST,
                        2,
                        4,
                        buckets,
                        OFFSETS,
                        List.of(new ManifestState.Unreferenced(blob("old"), 9))));
        Golden.check(
                "stored-document-4.hex",
                StoredDocumentCodec.INSTANCE,
                new StoredDocument(
                        7, Optional.of("é"), Optional.of("s"), Attributes.of("a", "b"), new short[] {1, -2}, 0));
        Golden.check("stored-document-deleted-4.hex", StoredDocumentCodec.INSTANCE, StoredDocument.deleted(-1, 5));
        Golden.check("stored-bucket-1.hex", StoredBucketCodec.INSTANCE, new StoredBucket(3, bucket));
    }

    @Test
    void documentsStoredByEarlierReleasesAreStillRead() throws IOException {
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-1.hex")))
                .isEqualTo(new StoredDocument(
                        7, Optional.of("é"), Optional.empty(), Attributes.NONE, new short[] {1, -2}, 0));
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-2.hex")))
                .isEqualTo(new StoredDocument(
                        7, Optional.of("é"), Optional.of("s"), Attributes.NONE, new short[] {1, -2}, 0));
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-3.hex")))
                .isEqualTo(new StoredDocument(
                        7, Optional.of("é"), Optional.of("s"), Attributes.of("a", "b"), new short[] {1, -2}, 0));
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-deleted-3.hex")))
                .isEqualTo(StoredDocument.deleted(-1, StoredDocument.UNKNOWN));
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-deleted-2.hex")))
                .isEqualTo(StoredDocument.deleted(-1, StoredDocument.UNKNOWN));
        assertThat(StoredDocumentCodec.INSTANCE.decode(Golden.read("stored-document-deleted-1.hex")))
                .isEqualTo(StoredDocument.deleted(-1, StoredDocument.UNKNOWN));
    }

    private static SegmentRef segment(String name, int rows) {
        return new SegmentRef(blob(name), rows, 0);
    }

    private static BlobRef blob(String name) {
        return new BlobRef(BlobHash.of(name.getBytes(UTF_8)), 10);
    }
}
