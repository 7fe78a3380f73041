package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuSearchTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private NDManager manager;

    @BeforeEach
    void open() {
        System.out.println("CpuSearchTest seed " + seed);
        manager = PyTorch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Vectors of small whole numbers make every product exact, and ties frequent. */
    @Test
    void findsWhatSortingAllScoresFindsOfEqualOnesTheFirstRowsWhateverTheShapes() {
        for (int round = 0; round < 150; round++) {
            int dimension = 1 + random.nextInt(6);
            List<float[]> rows = new ArrayList<>();
            List<NDArray> blocks = new ArrayList<>();
            List<NDArray> inHalves = new ArrayList<>(); // some of them
            for (int block = random.nextInt(6); block >= 0; block--) {
                float[][] vectors = wholeNumbers(1 + random.nextInt(random.nextBoolean() ? 5 : 1500), dimension);
                rows.addAll(List.of(vectors));
                NDArray single = manager.create(vectors);
                blocks.add(single);
                inHalves.add(random.nextBoolean() ? single.toType(DataType.FLOAT16, true) : single);
            }
            float[][] queries = wholeNumbers(1 + random.nextInt(30), dimension);
            int k = 1 + random.nextInt(random.nextBoolean() ? 20 : 3000);
            BitSet hidden = hidden(rows.size());
            Hits hits = CpuSearch.search(inHalves, manager.create(queries), k, hidden, 1 + random.nextInt(3));
            Hits byTheEngine =
                    DeviceSearch.search(blocks, manager.create(queries), k, hidden, 1 + random.nextInt(9_999));
            assertThat(hits.queries()).isEqualTo(queries.length);
            for (int query = 0; query < queries.length; query++) {
                float[] scores = scores(rows, queries[query]);
                hidden.stream().forEach(row -> scores[row] = Float.NEGATIVE_INFINITY);
                assertIsBest(hits, query, scores, k);
                assertThat(byTheEngine.scores()[query])
                        .usingComparatorWithPrecision(0f) // which takes -0 for 0
                        .containsExactly(hits.scores()[query]);
            }
        }
    }

    /** None, some or all. */
    private BitSet hidden(int rows) {
        BitSet hidden = new BitSet();
        int inTen = Math.max(0, random.nextInt(21) - 10);
        for (int row = 0; row < rows; row++) {
            hidden.set(row, random.nextInt(10) < inTen);
        }
        return hidden;
    }

    @Test
    void picksTheSameFromScoresThatRiseFallOrAreAllEqual() {
        int count = 30_000;
        for (int slope : new int[] {1, 0, -1}) {
            float[][] rows = IntStream.range(0, count)
                    .mapToObj(row -> new float[] {slope * row})
                    .toArray(float[][]::new);
            for (int queries : new int[] {1, 5, 20}) {
                NDArray ones = manager.ones(new Shape(queries, 1));
                Hits hits = CpuSearch.search(List.of(manager.create(rows)), ones, 200, new BitSet(), 2);
                assertIsBest(hits, queries - 1, scores(List.of(rows), new float[] {1}), 200);
            }
        }
    }

    @Test
    void agreesWithTheSearchByTheEngineAloneOnVectorsOfUsualLength() {
        List<NDArray> blocks = IntStream.of(3000, 40, 10_000, 257)
                .mapToObj(rows -> manager.randomNormal(new Shape(rows, 384)))
                .toList();
        for (int queries : new int[] {1, 2, 11, 12, 40}) {
            NDArray batch = manager.randomNormal(new Shape(queries, 384));
            Hits expected = DeviceSearch.search(blocks, batch, 200, new BitSet());
            Hits hits = CpuSearch.search(blocks, batch, 200, new BitSet(), 2);
            for (int query = 0; query < queries; query++) {
                int last = hits.rows()[query].length - 1;
                assertThat(last).isEqualTo(199);
                assertThat(hits.rows()[query]).doesNotHaveDuplicates();
                for (int rank = 0; rank <= last; rank++) {
                    assertThat(hits.scores()[query][rank]).isCloseTo(expected.scores()[query][rank], within(2e-4f));
                }
                assertThat(hits.rows()[query]).contains(expected.rows()[query][0]);
            }
        }
    }

    @Test
    void keepsNothingOfTheEngines() {
        List<NDArray> blocks = List.of(manager.ones(new Shape(5000, 8)), manager.ones(new Shape(7, 8)));
        for (int queries : new int[] {1, 20}) {
            NDArray batch = manager.ones(new Shape(queries, 8));
            int before = manager.getManagedArrays().size();
            int engineWide = manager.getParentManager().getManagedArrays().size();
            CpuSearch.search(blocks, batch, 10, new BitSet(), 2);
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(manager.getParentManager().getManagedArrays()).hasSize(engineWide);
        }
    }

    @Test
    void aKeyKeepsTheOrderOfScoresThenRowsAndGivesBothBack() {
        float[] falling = {
            Float.NaN, Float.POSITIVE_INFINITY, 3, 1e-40f, 0, -1e-40f, -2, -Float.MAX_VALUE, Float.NEGATIVE_INFINITY
        };
        for (int i = 0; i < falling.length; i++) {
            long key = BestRows.key(falling[i], 7);
            assertThat(BestRows.score(key)).isEqualTo(Float.valueOf(falling[i]));
            assertThat(BestRows.row(key)).isEqualTo(7);
            assertThat(key).isLessThan(BestRows.key(falling[i], Integer.MAX_VALUE));
            if (i > 0) {
                assertThat(key).isGreaterThan(BestRows.key(falling[i - 1], Integer.MAX_VALUE));
            }
        }
        assertThat(BestRows.key(-0.0f, 1)).isEqualTo(BestRows.key(0.0f, 1));
    }

    private static void assertIsBest(Hits hits, int query, float[] scores, int k) {
        int[] best = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> -scores[row]).thenComparing(row -> row))
                .limit(k)
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(hits.rows()[query]).containsExactly(best);
        for (int rank = 0; rank < best.length; rank++) {
            assertThat(hits.scores()[query][rank]).isEqualTo(scores[best[rank]]);
        }
    }

    private static float[] scores(List<float[]> rows, float[] query) {
        float[] scores = new float[rows.size()];
        for (int row = 0; row < scores.length; row++) {
            for (int i = 0; i < query.length; i++) {
                scores[row] += query[i] * rows.get(row)[i];
            }
        }
        return scores;
    }

    private float[][] wholeNumbers(int count, int dimension) {
        float[][] vectors = new float[count][dimension];
        for (float[] vector : vectors) {
            for (int i = 0; i < dimension; i++) {
                vector[i] = random.nextInt(7) - 3;
            }
        }
        return vectors;
    }
}
