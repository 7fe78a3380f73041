package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On the CPU, which stands in for a GPU: the same code and the same types, though another device's sums. */
class BlockPrecisionTest {

    private static final int DIMENSION = 64;
    private static final int QUERIES = 5;
    private static final int BEST = 10;
    private static final int OTHERS = 600;

    private final FakeIndexJob job = new FakeIndexJob(4, DIMENSION);
    private final float[][] queries = new float[QUERIES][];
    private NDManager manager;

    /** For each query ten documents of cosines 0.95, 0.90 and so on; no other comes near. */
    @BeforeEach
    void open() {
        manager = PyTorch.newManager(Device.cpu());
        Random random = new Random(11);
        for (int query = 0; query < QUERIES; query++) {
            queries[query] = unit(random);
            for (int rank = 0; rank < BEST; rank++) {
                job.upsert(
                        "query-%d-%d".formatted(query, rank),
                        "",
                        rank % 2 == 0 ? Optional.of("even") : Optional.of("odd"),
                        at(queries[query], cosine(rank), random));
            }
        }
        for (int other = 0; other < OTHERS; other++) {
            job.upsert("other-" + other, "", unit(random));
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"SINGLE, 0.001", "HALF, 0.001"})
    void theBestAreFoundInEveryPrecisionAndTheirCosinesAreNear(BlockPrecision precision, double tolerance)
            throws IOException {
        try (IndexView view = view(null, job.checkpoint(), precision)) {
            Hits hits = view.search(manager.create(queries), BEST);
            for (int query = 0; query < QUERIES; query++) {
                assertThat(ids(view, hits, query)).isEqualTo(expected(query, 1));
                for (int rank = 0; rank < BEST; rank++) {
                    assertThat((double) hits.scores()[query][rank]).isEqualTo(cosine(rank), within(tolerance));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BlockPrecision.class)
    void scopesAreSearchedInEveryPrecision(BlockPrecision precision) throws IOException {
        try (IndexView view = view(null, job.checkpoint(), precision)) {
            List<List<String>> even =
                    Stream.generate(() -> List.of("even")).limit(QUERIES).toList();
            Hits hits = view.search(manager.create(queries), BEST / 2, even);
            for (int query = 0; query < QUERIES; query++) {
                assertThat(ids(view, hits, query)).isEqualTo(expected(query, 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BlockPrecision.class)
    void rowsAreHandedOutInSinglePrecision(BlockPrecision precision) throws IOException {
        try (IndexView view = view(null, job.checkpoint(), precision)) {
            NDArray vectors = view.vectors(manager, 3, 100, 3);
            assertThat(vectors.getDataType()).isEqualTo(DataType.FLOAT32);
            float[] first = vectors.get(0).toFloatArray();
            float[] written = job.live.get(view.id(3)).vector();
            for (int i = 0; i < DIMENSION; i++) {
                assertThat(first[i]).isEqualTo(written[i], within(5e-4f));
            }
        }
    }

    @Test
    void viewsOfOnePrecisionShareBlocksAndThoseOfAnotherDoNot() throws IOException {
        Manifest manifest = job.checkpoint();
        try (IndexView half = view(null, manifest, BlockPrecision.HALF)) {
            job.blobs.clear(); // what is shared is not read again
            view(half, manifest, BlockPrecision.HALF).close();
            assertThat(catchThrowable(() -> view(half, manifest, BlockPrecision.SINGLE)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aGpuGetsHalfPrecisionAndTheCpuSingle() {
        assertThat(Placement.on(Device.gpu(1))).isEqualTo(new Placement(Device.gpu(1), BlockPrecision.HALF));
        assertThat(Placement.on(Device.cpu())).isEqualTo(new Placement(Device.cpu(), BlockPrecision.SINGLE));
    }

    private IndexView view(IndexView previous, Manifest manifest, BlockPrecision precision) throws IOException {
        return IndexView.build(previous, manifest, job, new Placement(Device.cpu(), precision));
    }

    private static List<String> ids(IndexView view, Hits hits, int query) {
        return Arrays.stream(hits.rows()[query])
                .mapToObj(row -> view.id(row).value())
                .toList();
    }

    private static List<String> expected(int query, int stride) {
        List<String> ids = new ArrayList<>();
        for (int rank = 0; rank < BEST; rank += stride) {
            ids.add("query-%d-%d".formatted(query, rank));
        }
        return ids;
    }

    private static double cosine(int rank) {
        return 0.95 - 0.05 * rank;
    }

    /** A unit vector at this cosine with another one. */
    private static float[] at(float[] other, double cosine, Random random) {
        float[] vector = unit(random);
        double along = 0;
        for (int i = 0; i < DIMENSION; i++) {
            along += vector[i] * other[i];
        }
        double across = Math.sqrt((1 - cosine * cosine) / (1 - along * along));
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (cosine * other[i] + across * (vector[i] - along * other[i]));
        }
        return vector;
    }

    private static float[] unit(Random random) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
