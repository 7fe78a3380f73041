package io.remine.operators.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.indexing.IndexingHarness.Checkpoint;
import io.remine.operators.indexing.IndexingHarness.Found;
import io.remine.state.blob.BlobCache;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class IndexingTest {

    private static final DocumentEncoder.Factory ENCODERS = FakeEncoder::new;

    @TempDir
    private Path directory;

    private BlobCache cache;

    @BeforeEach
    void openCache() throws Exception {
        cache = BlobCache.open(directory.resolve("cache"));
    }

    @AfterEach
    void closeCache() throws Exception {
        cache.close();
    }

    @Test
    void manifestHoldsExactlyWhatCameBeforeItsBarrier() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.change(upsert("a", "one", 1));
            InputOffsets offsets = InputOffsets.NONE.through(new InputPosition("documents", 0, 0));
            index.offsets(offsets);
            index.barrier();

            assertThat(index.view()).isEqualTo(Map.of("a", found("one")));
            assertThat(index.newest().orElseThrow().id()).hasToString("life/1");
            assertThat(index.newest().orElseThrow().offsets()).isEqualTo(offsets);
            assertThat(index.newest().orElseThrow().documents()).isEqualTo(1);
        }
    }

    @Test
    void upsertsTombstonesAndLateVersionsBehave() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.change(upsert("updated", "old", 1));
            index.change(upsert("deleted", "text", 1));
            index.change(upsert("late", "new", 5));
            index.barrier();
            index.change(upsert("updated", "new", 2));
            index.change(delete("deleted"));
            index.change(upsert("late", "old", 4));
            index.barrier();
            index.change(upsert("deleted", "text", 1));
            index.barrier();

            assertThat(index.view()).isEqualTo(Map.of("updated", found("new"), "late", found("new")));
            assertThat(index.newest().orElseThrow().documents()).isEqualTo(2);
        }
    }

    @Test
    void barrierWithoutChangesPublishesNothing() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.change(upsert("a", "one", 1));
            index.barrier();
            index.change(upsert("a", "one", 2));
            index.change(delete("unknown"));
            index.barrier();

            assertThat(index.newest().orElseThrow().id().checkpoint()).isEqualTo(1);
        }
    }

    @Test
    void unchangedTextIsNotEncodedAgainAndBatchesFillOrWaitShortly() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            FakeEncoder.ENCODED.set(0);
            for (int i = 0; i < IndexingHarness.BATCH - 1; i++) {
                index.change(upsert("d" + i, "text " + i, 1));
            }
            assertThat(FakeEncoder.ENCODED).hasValue(0);
            index.change(upsert("last", "text", 1));
            assertThat(FakeEncoder.ENCODED).hasValue(IndexingHarness.BATCH);

            index.change(upsert("last", "text", 2));
            index.change(upsert("alone", "text", 1));
            index.time(IndexingHarness.DELAY_MILLIS);
            assertThat(FakeEncoder.ENCODED).hasValue(IndexingHarness.BATCH + 1);
        }
    }

    @Test
    void aNewScopeAloneIsWrittenAndNotEncodedAlsoWhileTheTextStillWaits() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            FakeEncoder.ENCODED.set(0);
            index.change(scoped("moves", "one", 1, "a"));
            index.change(scoped("waits", "two", 1, "a"));
            index.change(scoped("waits", "two", 2, "b"));
            index.barrier();
            assertThat(scopes(index)).isEqualTo(Map.of("moves", "a", "waits", "b"));

            index.change(scoped("moves", "one", 2, "c"));
            index.change(upsert("waits", "two", 3));
            Checkpoint checkpoint = index.barrier();
            assertThat(scopes(index)).isEqualTo(Map.of("moves", "c", "waits", ""));
            assertThat(index.view()).isEqualTo(Map.of("moves", found("one"), "waits", found("two")));
            assertThat(FakeEncoder.ENCODED).hasValue(2);

            try (IndexingHarness restored = new IndexingHarness(cache, ENCODERS, checkpoint)) {
                restored.change(scoped("moves", "three", 3, "c"));
                restored.change(scoped("waits", "two", 4, "d"));
                restored.barrier();
                assertThat(scopes(restored)).isEqualTo(Map.of("moves", "c", "waits", "d"));
            }
        }
    }

    @Test
    void endOfTheInputFlushesEverything() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.barrier();
            index.change(upsert("a", "one", 1));
            index.endInput();

            assertThat(index.view()).isEqualTo(Map.of("a", found("one")));
            assertThat(index.newest().orElseThrow().id().checkpoint()).isEqualTo(2);
            index.barrier();
        }
    }

    @Test
    void unreferencedSegmentsAreDeletedAfterTheGracePeriodAndNoOthers() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            index.time(1);
            for (int round = 0; round < 5; round++) {
                index.change(upsert("a", "text " + round, round));
                index.barrier();
            }
            assertThat(cache.hashes()).hasSize(5);

            index.time(1 + IndexingHarness.GRACE_MILLIS);
            index.barrier();

            assertThat(cache.hashes())
                    .containsExactly(index.newest()
                            .orElseThrow()
                            .buckets()
                            .get(0)
                            .segments()
                            .get(0)
                            .blob()
                            .hash());
        }
    }

    @Test
    void anyChangesGiveTheViewOfABruteForceMap() throws Exception {
        long seed = System.nanoTime();
        System.out.println("IndexingTest seed " + seed);
        List<List<DocumentChange>> rounds = rounds(new Random(seed), 25);
        Map<String, String> texts = new TreeMap<>();
        Map<String, Long> versions = new HashMap<>();
        int deltas = 0;
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            for (List<DocumentChange> round : rounds) {
                for (DocumentChange change : round) {
                    index.change(change);
                    applyByForce(change, texts, versions);
                }
                index.barrier();

                assertThat(index.view()).isEqualTo(found(texts));
                assertThat(index.newest().orElseThrow().documents()).isEqualTo(texts.size());
                deltas = Math.max(deltas, mostSegments(index.newest().orElseThrow()));
            }
        }
        assertThat(deltas)
                .as("segments of a bucket at most: bases and deltas were both written")
                .isGreaterThan(1);
    }

    @Test
    void liveIndexFindsWhatTheManifestDescribes() throws Exception {
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            for (int i = 0; i < 40; i++) {
                index.change(upsert("d" + i, "text " + i, 1));
            }
            index.barrier();
            index.change(upsert("d1", "changed", 2));
            index.change(delete("d2"));
            index.barrier();

            assertThat(mostSegments(index.newest().orElseThrow())).isEqualTo(2);
            try (IndexView view = IndexView.build(null, index.newest().orElseThrow(), cache)) {
                assertThat(view.rows()).isEqualTo(39);
                assertThat(view.rowOf(new DocumentId("d2"))).isEmpty();
                assertThat(view.text(view.rowOf(new DocumentId("d1")).orElseThrow()))
                        .isEqualTo("changed");
            }
        }
    }

    @Test
    void restoredIndexWritesWhatAnUndisturbedOneWrites() throws Exception {
        long seed = System.nanoTime();
        System.out.println("IndexingTest seed " + seed);
        List<List<DocumentChange>> rounds = rounds(new Random(seed), 12);
        Map<Integer, List<SegmentRef>> undisturbed;
        try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, null)) {
            for (List<DocumentChange> round : rounds) {
                run(index, round);
            }
            undisturbed = segments(index.newest().orElseThrow());
        }
        Checkpoint checkpoint = null;
        for (int i = 0; i < rounds.size(); i++) {
            try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, checkpoint)) {
                for (DocumentChange change : rounds.get(i)) {
                    index.change(change); // read, but not in any checkpoint: lost with the failure and read again
                }
            }
            try (IndexingHarness index = new IndexingHarness(cache, ENCODERS, checkpoint)) {
                checkpoint = run(index, rounds.get(i));
                if (i == rounds.size() - 1) {
                    assertThat(segments(index.newest().orElseThrow())).isEqualTo(undisturbed);
                }
            }
        }
    }

    private static Checkpoint run(IndexingHarness index, List<DocumentChange> round) throws Exception {
        for (DocumentChange change : round) {
            index.change(change);
        }
        return index.barrier();
    }

    /** Every version twice, some late; every fifth change a deletion; some without version; the first round a large one. */
    private static List<List<DocumentChange>> rounds(Random random, int count) {
        List<List<DocumentChange>> rounds = new ArrayList<>();
        for (int round = 0; round < count; round++) {
            List<DocumentChange> changes = new ArrayList<>();
            int size = round == 0 ? 120 : 1 + random.nextInt(12);
            for (int i = 0; i < size; i++) {
                String id = "d" + (round == 0 ? i : random.nextInt(130));
                long version = random.nextInt(4) == 0 ? -1 : Math.max(0, round - 2 + random.nextInt(4));
                changes.add(
                        round > 0 && random.nextInt(5) == 0
                                ? new DocumentChange.Deletion(new DocumentId(id), optional(version))
                                : upsert(id, "text " + random.nextInt(1_000), version));
            }
            rounds.add(changes);
        }
        return rounds;
    }

    private static void applyByForce(DocumentChange change, Map<String, String> texts, Map<String, Long> versions) {
        String id = change.id().value();
        if (change.version().isPresent()) {
            Long seen = versions.get(id);
            if (seen != null && change.version().getAsLong() <= seen) {
                return;
            }
            versions.put(id, change.version().getAsLong());
        }
        if (change instanceof DocumentChange.Upsert upsert) {
            texts.put(id, upsert.text());
        } else {
            texts.remove(id);
        }
    }

    private static int mostSegments(Manifest manifest) {
        return manifest.buckets().stream()
                .mapToInt(bucket -> bucket.segments().size())
                .max()
                .orElse(0);
    }

    private static Map<Integer, List<SegmentRef>> segments(Manifest manifest) {
        return manifest.buckets().stream()
                .collect(Collectors.toMap(Manifest.Bucket::number, Manifest.Bucket::segments));
    }

    private static Map<String, Found> found(Map<String, String> texts) {
        Map<String, Found> found = new TreeMap<>();
        texts.forEach((id, text) -> found.put(id, found(text)));
        return found;
    }

    private static Found found(String text) {
        return new Found(text, IndexingHarness.list(FakeEncoder.vector(text)));
    }

    /** Of every document in the newest view; empty for none. */
    private Map<String, String> scopes(IndexingHarness index) throws Exception {
        try (IndexView view = IndexView.build(null, index.newest().orElseThrow(), cache)) {
            Map<String, String> scopes = new HashMap<>();
            for (int row = 0; row < view.rows(); row++) {
                scopes.put(view.id(row).value(), view.scope(row).orElse(""));
            }
            return scopes;
        }
    }

    private static DocumentChange scoped(String id, String text, long version, String scope) {
        return new DocumentChange.Upsert(new DocumentId(id), optional(version), text, Optional.of(scope));
    }

    private static DocumentChange upsert(String id, String text, long version) {
        return new DocumentChange.Upsert(new DocumentId(id), optional(version), text);
    }

    private static DocumentChange delete(String id) {
        return new DocumentChange.Deletion(new DocumentId(id), OptionalLong.empty());
    }

    private static OptionalLong optional(long version) {
        return version < 0 ? OptionalLong.empty() : OptionalLong.of(version);
    }
}
