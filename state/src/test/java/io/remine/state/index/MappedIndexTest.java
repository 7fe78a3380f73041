package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.blob.BlobCache;
import io.remine.state.tensor.Float16;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views whose vectors stay in the files of a cache. */
class MappedIndexTest {

    private static final int DIMENSION = 384;
    private static final int DOCUMENTS = 9_000;
    private static final int BEST = 20;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    private BlobCache cache;
    private NDManager manager;

    @BeforeEach
    void open() throws IOException {
        System.out.println("MappedIndexTest seed " + seed);
        cache = BlobCache.open(directory);
        manager = PyTorch.newManager(Device.cpu());
    }

    @AfterEach
    void close() throws IOException {
        manager.close();
        cache.close();
    }

    @Test
    void vectorsWrittenInHalvesTakeTwoBytesANumberAndAreSearchedAsExactlyAsInFour() throws IOException {
        FakeIndexJob job = job(VectorEncoding.HALF);
        try (IndexView view = view(null, job)) {
            assertThat(view.vectorBytes()).isEqualTo(2L * DOCUMENTS * DIMENSION);
            assertFindsTheBest(view, job);
        }
    }

    @Test
    void anUpdatedBucketIsStillInHalvesAndSearchedExactly() throws IOException {
        FakeIndexJob job = job(VectorEncoding.HALF);
        IndexView first = view(null, job);
        for (int document = 0; document < DOCUMENTS; document += 70) {
            job.upsert("d" + document, "", unit());
        }
        job.delete("d1");
        try (IndexView second = view(first, job)) {
            first.close();
            assertThat(second.vectorBytes()).isEqualTo(2L * (DOCUMENTS - 1) * DIMENSION);
            assertFindsTheBest(second, job);
        }
    }

    @Test
    void aSmallIndexIsInSinglePrecisionAndSearchedExactly() throws IOException {
        FakeIndexJob job = new FakeIndexJob(3, DIMENSION, VectorEncoding.HALF);
        for (int document = 0; document < BEST; document++) {
            job.upsert("d" + document, "", unit());
        }
        IndexView first = view(null, job);
        assertThat(first.vectorBytes()).isEqualTo(4L * BEST * DIMENSION);
        assertFindsTheBest(first, job);
        for (int document = BEST; document < DOCUMENTS; document++) {
            job.upsert("d" + document, "", unit());
        }
        try (IndexView second = view(first, job)) {
            first.close();
            assertThat(second.vectorBytes()).as("it has grown").isEqualTo(2L * DOCUMENTS * DIMENSION);
            assertFindsTheBest(second, job);
        }
    }

    @Test
    void vectorsWrittenInSinglePrecisionAreNotRounded() throws IOException {
        FakeIndexJob single = job(VectorEncoding.SINGLE);
        try (IndexView view = view(null, single)) {
            assertThat(view.vectorBytes()).isEqualTo(4L * DOCUMENTS * DIMENSION);
            NDArray first = view.vectors(manager, 0);
            assertThat(first.toFloatArray())
                    .isEqualTo(single.live.get(view.id(0)).vector());
        }
    }

    @Test
    void aViewOutlivesItsFiles() throws IOException {
        FakeIndexJob job = job(VectorEncoding.HALF);
        NDArray queries = manager.create(new float[][] {unit(), unit()});
        try (IndexView view = view(null, job)) {
            Hits before = view.search(queries, BEST);
            try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            System.gc();
            Hits after = view.search(queries, BEST);
            assertThat(after.rows()).isDeepEqualTo(before.rows());
            assertThat(after.scores()).isDeepEqualTo(before.scores());
        }
    }

    private void assertFindsTheBest(IndexView view, FakeIndexJob job) {
        float[][] queries = {unit(), unit(), unit()};
        Hits hits = view.search(manager.create(queries), BEST);
        for (int query = 0; query < queries.length; query++) {
            float[] asked = queries[query];
            double[] best = job.live.values().stream()
                    .mapToDouble(row -> -product(asked, row.vector()))
                    .sorted()
                    .limit(BEST)
                    .map(negative -> -negative)
                    .toArray();
            for (int rank = 0; rank < BEST; rank++) {
                assertThat((double) hits.scores()[query][rank]).isEqualTo(best[rank], within(1e-6));
                Segment.Row found = job.live.get(view.id(hits.rows()[query][rank]));
                assertThat(product(asked, found.vector())).isEqualTo(best[rank], within(1e-6));
            }
        }
        List<Long> some = List.of(0L, 1L, 17L, 2L);
        NDArray vectors =
                view.vectors(manager, some.stream().mapToLong(Long::longValue).toArray());
        for (int i = 0; i < some.size(); i++) {
            float[] written = job.live.get(view.id(some.get(i))).vector();
            assertThat(vectors.get(i).toFloatArray()).isEqualTo(rounded(written));
        }
    }

    private IndexView view(IndexView previous, FakeIndexJob job) throws IOException {
        Manifest manifest = job.checkpoint();
        for (byte[] blob : job.blobs.values()) {
            cache.write(blob);
        }
        return IndexView.build(previous, manifest, cache, Placement.on(Device.cpu()));
    }

    private FakeIndexJob job(VectorEncoding encoding) {
        FakeIndexJob job = new FakeIndexJob(3, DIMENSION, encoding);
        for (int document = 0; document < DOCUMENTS; document++) {
            job.upsert("d" + document, "", unit());
        }
        return job;
    }

    private static float[] rounded(float[] vector) {
        float[] rounded = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            rounded[i] = Float16.toFloat(Float16.fromFloat(vector[i]));
        }
        return rounded;
    }

    /** Of the query with the vector as it is written in halves. */
    private static double product(float[] query, float[] vector) {
        float[] written = rounded(vector);
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += (double) query[i] * written[i];
        }
        return sum;
    }

    private float[] unit() {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) length;
        }
        return vector;
    }
}
