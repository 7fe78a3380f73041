package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Segment.Row;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexViewTest {

    private static final int DIMENSION = 4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = PyTorch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aViewIsWhatItsDocumentsAreAfterAnyUpsertsDeletesAndRewrites() throws IOException {
        long seed = System.nanoTime();
        System.out.println("IndexViewTest seed " + seed);
        Random random = new Random(seed);
        FakeIndexJob job = new FakeIndexJob(5, DIMENSION);
        int engineWide = engineWide();
        IndexView previous = null;
        for (int round = 0; round < 40; round++) {
            for (int change = random.nextInt(30); change > 0; change--) {
                String id = "document-" + random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    job.delete(id);
                } else {
                    job.upsert(id, "text " + random.nextInt(1000), wholeNumbers(random));
                }
            }
            if (random.nextInt(4) == 0) {
                job.rewrite(random.nextInt(5));
            }
            job.accepted = random.nextBoolean();
            IndexView view = IndexView.build(random.nextInt(3) == 0 ? null : previous, job.checkpoint(), job);
            if (previous != null) {
                previous.close();
            }
            assertHolds(view, job);
            assertFindsTheBest(view, job, random);
            previous = view;
        }
        previous.close();
        assertThat(engineWide()).isEqualTo(engineWide);
    }

    @Test
    void vectorsInHalfPrecisionAreKeptOnceAfterAnUpdateToo() throws IOException {
        Placement half = new Placement(PyTorch.defaultDevice(), BlockPrecision.HALF);
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        int without = engineWide();
        job.upsert("a", "first", 1, 0, 0, 0);
        IndexView first = IndexView.build(null, job.checkpoint(), job, half);
        job.upsert("a", "second", 0, 1, 0, 0);
        job.upsert("b", "first", 0, 0, 1, 0);
        try (IndexView second = IndexView.build(first, job.checkpoint(), job, half)) {
            first.close();
            assertThat(second.rows()).isEqualTo(2);
            assertThat(engineWide() - without).isEqualTo(1);
        }
    }

    @Test
    void equalScoresComeInTheOrderOfRows() throws IOException {
        FakeIndexJob job = new FakeIndexJob(3, DIMENSION);
        for (int i = 0; i < 20; i++) {
            job.upsert("document-" + i, "same", 1, 0, 0, 0);
        }
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            Hits hits = view.search(manager.ones(new Shape(2, DIMENSION)), 100);
            assertThat(hits.rows()[1]).containsExactly(IntStream.range(0, 20).toArray());
            assertThat(hits.scores()[1]).containsOnly(1).hasSize(20);
        }
    }

    @Test
    void anIndexWithoutDocumentsIsSearchedInVain() throws IOException {
        FakeIndexJob job = new FakeIndexJob(2, DIMENSION);
        job.upsert("document", "text", 1, 2, 3, 4);
        IndexView one = IndexView.build(null, job.checkpoint(), job);
        job.delete("document");
        try (IndexView none = IndexView.build(one, job.checkpoint(), job)) {
            assertThat(none.rows()).isZero();
            assertThat(none.search(manager.ones(new Shape(3, DIMENSION)), 5).rows())
                    .isEqualTo(new int[3][0]);
            assertThat(none.vectors(manager).getShape()).isEqualTo(new Shape(0, DIMENSION));
            assertThat(none.rowOf(new DocumentId("document"))).isEmpty();
        }
        assertThat(one.search(manager.ones(new Shape(1, DIMENSION)), 5).scores()[0])
                .containsExactly(10);
        one.close();
    }

    @Test
    void takingTheBestOfGroupsOfBlocksFindsTheBestOfAll() {
        long seed = System.nanoTime();
        System.out.println("IndexViewTest seed " + seed);
        Random random = new Random(seed);
        List<NDArray> blocks = new ArrayList<>();
        for (int rows : new int[] {5, 1, 40, 7, 7}) {
            blocks.add(manager.create(
                    IntStream.range(0, rows).mapToObj(i -> wholeNumbers(random)).toArray(float[][]::new)));
        }
        NDArray queries = manager.create(new float[][] {wholeNumbers(random), wholeNumbers(random)});
        Hits whole = DeviceSearch.search(blocks, queries, 100, new BitSet());
        for (int maxScores : new int[] {1, 12, 60, 100}) {
            Hits grouped = DeviceSearch.search(blocks, queries, 100, new BitSet(), maxScores);
            assertThat(grouped.rows()).isEqualTo(whole.rows());
            assertThat(grouped.scores()).isEqualTo(whole.scores());
            assertThat(DeviceSearch.search(blocks, queries, 9, new BitSet(), maxScores)
                            .scores()[1])
                    .isEqualTo(Arrays.copyOf(whole.scores()[1], 9));
        }
    }

    @Test
    void unchangedBucketsAreSharedAndOutliveTheViewThatBuiltThem() throws IOException {
        FakeIndexJob job = new FakeIndexJob(8, DIMENSION);
        for (int i = 0; i < 50; i++) {
            job.upsert("document-" + i, "text", 1, 0, 0, 0);
        }
        IndexView first = IndexView.build(null, job.checkpoint(), job);
        job.upsert("document-7", "text", 2, 0, 0, 0);
        Manifest next = job.checkpoint();
        int changed = job.bucket(new DocumentId("document-7"));
        job.blobs.keySet().removeIf(blob -> next.buckets().stream()
                .filter(bucket -> bucket.number() != changed)
                .anyMatch(bucket -> bucket.segments().stream()
                        .anyMatch(segment -> segment.blob().hash().equals(blob))));
        try (IndexView second = IndexView.build(first, next, job)) {
            first.close();
            assertThat(second.search(manager.ones(new Shape(1, DIMENSION)), 50).scores()[0])
                    .hasSize(50)
                    .startsWith(2, 1)
                    .endsWith(1);
        }
    }

    @Test
    void aDeltaIsAppliedToTheViewBeforeAndItsBaseIsNotReadAgain() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        for (int i = 0; i < 50; i++) {
            job.upsert("document-" + i, "text", 1, 0, 0, 0);
        }
        IndexView first = IndexView.build(null, job.checkpoint(), job);
        job.blobs.clear();
        job.upsert("document-7", "changed", 2, 0, 0, 0);
        job.delete("document-8");
        try (IndexView second = IndexView.build(first, job.checkpoint(), job)) {
            first.close();
            assertHolds(second, job);
        }
    }

    @Test
    void theOrderOfRowsIsThatOfTheManifestAndNotOfTheViewsBefore() throws IOException {
        long seed = System.nanoTime();
        System.out.println("IndexViewTest seed " + seed);
        Random random = new Random(seed);
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        IndexView previous = null;
        for (int round = 0; round < 20; round++) {
            for (int change = 0; change < 8; change++) {
                String id = "document-" + random.nextInt(30);
                if (random.nextInt(4) == 0) {
                    job.delete(id);
                } else {
                    Optional<String> scope =
                            Optional.of("scope " + random.nextInt(3)).filter(any -> random.nextBoolean());
                    Attributes said = random.nextBoolean() ? Attributes.of("round", "" + round) : Attributes.NONE;
                    job.upsert(id, "text " + round, scope, said, wholeNumbers(random));
                }
            }
            Manifest manifest = job.checkpoint();
            IndexView followed = IndexView.build(previous, manifest, job);
            try (IndexView fresh = IndexView.build(null, manifest, job)) {
                assertThat(rows(followed)).isEqualTo(rows(fresh));
            }
            if (previous != null) {
                previous.close();
            }
            previous = followed;
        }
        previous.close();
    }

    /** All that a view says of each of its rows. */
    private List<List<Object>> rows(IndexView view) {
        List<List<Object>> rows = new ArrayList<>();
        for (int row = 0; row < view.rows(); row++) {
            try (NDArray vector = view.vectors(manager, row)) {
                rows.add(List.of(
                        view.id(row),
                        view.text(row),
                        view.scope(row),
                        view.attributes(row),
                        Arrays.toString(vector.toFloatArray())));
            }
        }
        return rows;
    }

    @Test
    void aClosedViewIsRefusedNotRead() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        job.upsert("document", "text", 1, 0, 0, 0);
        IndexView view = IndexView.build(null, job.checkpoint(), job);
        view.close();
        view.close();
        assertThatThrownBy(() -> view.search(manager.ones(new Shape(1, DIMENSION)), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test/1 is closed");
        assertThatThrownBy(() -> view.vectors(manager, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aManifestThatItsSegmentsContradictBuildsNothing() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        job.upsert("document", "text", 1, 0, 0, 0);
        Manifest good = job.checkpoint();
        SegmentRef segment = good.buckets().get(0).segments().get(0);
        int engineWide = engineWide();
        for (Manifest bad : List.of(
                with(good, 0, good.buckets()),
                with(good, 1, List.of(new Manifest.Bucket(1, List.of(segment)))),
                with(good, 1, List.of(new Manifest.Bucket(0, List.of(new SegmentRef(segment.blob(), 2, 0))))))) {
            assertThatThrownBy(() -> IndexView.build(null, bad, job))
                    .isInstanceOf(CorruptDataException.class)
                    .hasMessageContaining("test/1");
        }
        assertThat(engineWide()).isEqualTo(engineWide);
        job.blobs.clear();
        assertThatThrownBy(() -> IndexView.build(null, good, job)).isInstanceOf(IOException.class);
    }

    @Test
    void searchingLeavesNothingBehindAndRecordsNothing() throws IOException {
        FakeIndexJob job = new FakeIndexJob(3, DIMENSION);
        for (int i = 0; i < 30; i++) {
            job.upsert("document-" + i, "text", 1, i % 7, 0, 0);
        }
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            NDArray queries = manager.ones(new Shape(2, DIMENSION));
            queries.setRequiresGradient(true);
            view.search(queries, 5);
            int before = manager.getManagedArrays().size();
            int engineWide = engineWide();
            for (int i = 0; i < 10; i++) {
                Gradients.recording(() -> view.search(queries, 5));
                view.vectors(manager, 3, 1, 3).close();
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(engineWide()).isEqualTo(engineWide);
        }
    }

    @Test
    void queriesOfAnotherLengthAreRefused() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        job.upsert("document", "text", 1, 0, 0, 0);
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            assertThatThrownBy(() -> view.search(manager.ones(new Shape(1, DIMENSION + 1)), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("length of a query 5");
            assertThatThrownBy(() -> view.search(manager.ones(new Shape(1, DIMENSION)), 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> view.id(1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private void assertHolds(IndexView view, FakeIndexJob job) {
        assertThat(view.rows()).isEqualTo(job.live.size());
        for (Row row : job.live.values()) {
            long number = view.rowOf(row.id()).orElseThrow();
            assertThat(view.id(number)).isEqualTo(row.id());
            assertThat(view.text(number)).isEqualTo(row.text());
        }
        long[] backwards = IntStream.range(0, view.rows())
                .mapToLong(row -> view.rows() - 1 - row)
                .toArray();
        try (NDManager scope = manager.newSubManager()) { // from a GPU, what is read leaves a copy there
            NDArray vectors = view.vectors(scope, backwards);
            float[] flat = vectors.toFloatArray();
            for (int i = 0; i < backwards.length; i++) {
                float[] expected = job.live.get(view.id(backwards[i])).vector();
                assertThat(Arrays.copyOfRange(flat, i * DIMENSION, (i + 1) * DIMENSION))
                        .containsExactly(expected);
            }
        }
    }

    /** Vectors of small whole numbers make every product exact, and ties frequent. */
    private void assertFindsTheBest(IndexView view, FakeIndexJob job, Random random) {
        float[][] queries =
                IntStream.range(0, 3).mapToObj(i -> wholeNumbers(random)).toArray(float[][]::new);
        int k = 1 + random.nextInt(70);
        Hits hits;
        try (NDArray batch = manager.create(queries)) {
            hits = view.search(batch, k);
        }
        for (int query = 0; query < queries.length; query++) {
            float[] vector = queries[query];
            List<Float> best = new ArrayList<>();
            job.live.values().forEach(row -> best.add(product(vector, row.vector())));
            best.sort(Comparator.reverseOrder());
            int count = Math.min(k, best.size());
            assertThat(hits.rows()[query]).hasSize(count).doesNotHaveDuplicates();
            for (int rank = 0; rank < count; rank++) {
                int row = hits.rows()[query][rank];
                assertThat(hits.scores()[query][rank]).isEqualTo(best.get(rank));
                assertThat(product(vector, job.live.get(view.id(row)).vector())).isEqualTo(best.get(rank));
                if (rank > 0 && best.get(rank).equals(best.get(rank - 1))) {
                    assertThat(row).isGreaterThan(hits.rows()[query][rank - 1]);
                }
            }
        }
    }

    private static Manifest with(Manifest manifest, long documents, List<Manifest.Bucket> buckets) {
        return new Manifest(
                manifest.id(),
                manifest.generation(),
                manifest.dimension(),
                documents,
                buckets,
                manifest.offsets(),
                manifest.publishedMillis());
    }

    /** How many arrays the whole process holds. */
    private int engineWide() {
        return manager.getParentManager().getManagedArrays().size();
    }

    private static float product(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float[] wholeNumbers(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextInt(7) - 3;
        }
        return vector;
    }
}
