package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.GoldenFile;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodedSearchTest {

    private static final Placement CODES = new Placement(Device.cpu(), BlockPrecision.CODES);
    private static final Placement EXACT = new Placement(Device.cpu(), BlockPrecision.SINGLE);
    private static final int DIMENSION = 64;
    private static final int ROWS = CodeTensors.MIN_ROWS + 1_000;
    private static final int QUERIES = 20;
    private static final int DIRECTIONS = 24;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final float[][] directions = gaussian(DIRECTIONS, DIMENSION);
    private final FakeIndexJob job = new FakeIndexJob(1, DIMENSION, VectorEncoding.PQ);
    private NDManager manager;

    @TempDir
    Path directory;

    @BeforeEach
    void open() {
        System.out.println("CodedSearchTest seed " + seed);
        manager = PyTorch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void findsMostOfTheBestAndScoresThemByTheirVectors() throws IOException {
        fill();
        try (IndexView exact = IndexView.build(null, job.checkpoint(), job, EXACT);
                IndexView coded = IndexView.build(null, exact.manifest(), job, CODES)) {
            NDArray queries = queries();
            Hits all = exact.search(queries, ROWS);
            Hits found = coded.search(queries, 200);
            assertThat(recall(found, all, 200)).isGreaterThan(0.95);
            assertThat(recall(coded.search(queries, 200, 200), all, 200)).isBetween(0.3, recall(found, all, 200));
            for (int query = 0; query < QUERIES; query++) {
                assertThat(found.rows()[query]).hasSize(200);
                float[] ofRow = ofRows(all, query);
                for (int i = 0; i < 200; i++) {
                    assertThat(found.scores()[query][i]).isEqualTo(ofRow[found.rows()[query][i]], within(1e-5f));
                }
                assertThat(found.scores()[query]).isSortedAccordingTo(Collections.reverseOrder());
            }
            assertThat(coded.vectors(manager, 5, 3, 5)).isEqualTo(exact.vectors(manager, 5, 3, 5));
            int codebooks = 2 * DIMENSION * ProductQuantizer.CENTROIDS * Float.BYTES;
            assertThat(coded.vectorBytes() - codebooks).isEqualTo(exact.vectorBytes() / 32);
        }
    }

    @Test
    void laterSegmentsRowsAreCodedWithTheFirstOnesCodebooksAndWhatIsGoneIsNotFound() throws IOException {
        fill();
        job.checkpoint();
        float[] wanted = vector();
        for (int i = 0; i < 300; i++) {
            job.delete("document-" + i);
            job.upsert("late-" + i, "", perturbed(wanted, 0.02f * i));
        }
        try (IndexView coded = IndexView.build(null, job.checkpoint(), job, CODES);
                IndexView exact = IndexView.build(null, coded.manifest(), job, EXACT)) {
            assertThat(coded.manifest().buckets().get(0).segments()).hasSize(2);
            NDArray query = manager.create(new float[][] {wanted});
            Hits found = coded.search(query, 10);
            assertThat(coded.id(found.rows()[0][0])).isEqualTo(new DocumentId("late-0"));
            assertThat(recall(found, exact.search(query, 10), 10)).isGreaterThanOrEqualTo(0.9);
            Hits all = coded.search(query, ROWS);
            Set<Integer> rows = new HashSet<>();
            IntStream.of(all.rows()[0]).forEach(rows::add);
            assertThat(rows).hasSize(ROWS);
        }
    }

    @Test
    void onlyWhatAQueryMaySeeAndWhatPassesItsFilterIsFound() throws IOException {
        for (int i = 0; i < ROWS; i++) {
            Optional<String> scope = i % 3 == 0 ? Optional.empty() : Optional.of("scope-" + i % 3);
            Attributes attributes = new Attributes(Map.of("parity", List.of(i % 2 == 0 ? "even" : "odd")));
            job.upsert("document-" + i, "", scope, attributes, vector());
        }
        List<List<String>> scopes = List.of(List.of(), List.of("scope-1"), List.of("scope-2"), List.of("none"));
        List<Filter> filters = List.of(
                Filter.anyOf("parity", "odd"), Filter.NONE, Filter.anyOf("parity", "even"), Filter.anyOf("x", "y"));
        try (IndexView coded = IndexView.build(null, job.checkpoint(), job, CODES);
                IndexView exact = IndexView.build(null, coded.manifest(), job, EXACT)) {
            NDArray queries = manager.create(gaussian(4, DIMENSION));
            Hits found = coded.search(queries, 50, scopes, filters);
            assertThat(found.rows()[3]).isEmpty();
            for (int query = 0; query < 3; query++) {
                assertThat(found.rows()[query]).hasSize(50);
                for (int row : found.rows()[query]) {
                    assertThat(coded.accessible(row, scopes.get(query))).isTrue();
                    assertThat(filters.get(query).allows(coded.attributes(row))).isTrue();
                }
            }
            Hits best = exact.search(queries, 50, scopes, filters);
            assertThat(recall(found, best, 50)).isGreaterThan(0.9);
        }
    }

    @Test
    void aSmallBlockHasNoCodesAndIsSearchedExactly() throws IOException {
        for (int i = 0; i < 50; i++) {
            job.upsert("document-" + i, "", vector());
        }
        try (IndexView coded = IndexView.build(null, job.checkpoint(), job, CODES);
                IndexView exact = IndexView.build(null, coded.manifest(), job, EXACT)) {
            NDArray queries = queries();
            assertThat(coded.search(queries, 7).rows())
                    .isEqualTo(exact.search(queries, 7).rows());
            assertThat(coded.search(queries, 100).rows()[0]).hasSize(50);
            assertThat(coded.vectorBytes()).isZero();
        }
    }

    @Test
    void vectorsAreReadFromTheCacheThoughItsFilesAreRemoved() throws IOException {
        fill();
        Manifest manifest = job.checkpoint();
        try (BlobCache cache = BlobCache.open(directory)) {
            for (byte[] blob : job.blobs.values()) {
                cache.write(blob);
            }
            try (IndexView coded = IndexView.build(null, manifest, cache, CODES);
                    IndexView inMemory = IndexView.build(null, manifest, job, CODES)) {
                cache.delete(BlobRef.of(job.blobs.values().iterator().next()).hash());
                NDArray queries = queries();
                assertThat(coded.search(queries, 20).rows())
                        .isEqualTo(inMemory.search(queries, 20).rows());
            }
        }
    }

    @Test
    void theGoldenCodesAreSearched() throws IOException {
        byte[] golden = GoldenFile.read("index/segment-4-codes.safetensors");
        Segment segment = SegmentCodec.read(golden);
        BlobRef blob = BlobRef.of(golden);
        Manifest manifest = new Manifest(
                new ManifestId(new TimelineId("test"), 1),
                Generation.FIRST,
                3,
                2,
                List.of(new Manifest.Bucket(segment.bucket(), List.of(new SegmentRef(blob, 2, 1)))),
                InputOffsets.NONE,
                0);
        try (IndexView coded = IndexView.build(null, manifest, reference -> golden, CODES)) {
            Hits found = coded.search(manager.create(new float[][] {{1, 0, 0}}), 2);
            assertThat(found.rows()[0]).containsExactly(0, 1);
            assertThat(found.scores()[0]).containsExactly(1, 0); // by the vectors; by its code the second has 0.1
            assertThat(coded.vectorBytes()).isEqualTo(2 * 3 + 2 * 3 * ProductQuantizer.CENTROIDS * Float.BYTES);
        }
    }

    @Test
    void fewerCandidatesThanHitsAreRefused() throws IOException {
        job.upsert("document", "", vector());
        try (IndexView coded = IndexView.build(null, job.checkpoint(), job, CODES)) {
            assertThatThrownBy(() -> coded.search(queries(), 10, 9)).hasMessageContaining("candidates 9");
        }
    }

    private void fill() {
        for (int i = 0; i < ROWS; i++) {
            job.upsert("document-" + i, "", vector());
        }
    }

    private NDArray queries() {
        return manager.create(
                IntStream.range(0, QUERIES).mapToObj(query -> vector()).toArray(float[][]::new));
    }

    /** A unit vector mostly within a few directions, as those of texts are. */
    private float[] vector() {
        float[] vector = new float[DIMENSION];
        for (float[] direction : directions) {
            float weight = (float) random.nextGaussian();
            for (int i = 0; i < DIMENSION; i++) {
                vector[i] += weight * direction[i];
            }
        }
        return perturbed(vector, 0.5f);
    }

    private float[] perturbed(float[] vector, float noise) {
        float[] perturbed = vector.clone();
        double squares = 0;
        for (int i = 0; i < perturbed.length; i++) {
            perturbed[i] += noise * (float) random.nextGaussian();
            squares += perturbed[i] * perturbed[i];
        }
        for (int i = 0; i < perturbed.length; i++) {
            perturbed[i] /= (float) Math.sqrt(squares);
        }
        return perturbed;
    }

    private float[][] gaussian(int count, int length) {
        float[][] vectors = new float[count][length];
        for (float[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = (float) random.nextGaussian();
            }
        }
        return vectors;
    }

    private static double recall(Hits found, Hits best, int k) {
        int shared = 0;
        int wanted = 0;
        for (int query = 0; query < best.queries(); query++) {
            Set<Integer> right = new HashSet<>();
            IntStream.of(best.rows()[query]).limit(k).forEach(right::add);
            wanted += right.size();
            shared += (int)
                    IntStream.of(found.rows()[query]).filter(right::contains).count();
        }
        return (double) shared / wanted;
    }

    private static float[] ofRows(Hits all, int query) {
        float[] scores = new float[all.rows()[query].length];
        for (int i = 0; i < scores.length; i++) {
            scores[all.rows()[query][i]] = all.scores()[query][i];
        }
        return scores;
    }
}
