package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.Float16;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowProductTest {

    private static final int ROWS = 51;

    private final Random random = new Random(17);
    private NDManager manager;

    @BeforeAll
    static void awaitsTheWidestInstructions() {
        Simd.awaitProducts();
        assertThat(Simd.isQuick()).as("the build starts its tests with them").isTrue();
    }

    @BeforeEach
    void open() {
        manager = PyTorch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 16, 30, 32, 63, 64, 384, 390, 1021})
    void isTheInnerProductWhateverTheDimension(int dimension) {
        float[] query = numbers(dimension);
        assertExact(query, manager.create(numbers(ROWS * dimension), new Shape(ROWS, dimension)));
        assertExact(query, halves(numbers(ROWS * dimension), dimension));
    }

    @Test
    void everyFiniteHalfHasItsValue() {
        float[] query = {1, -1};
        for (int begin = 0; begin < 1 << 16; begin += 1 << 10) {
            float[] values = new float[1 << 10];
            for (int i = 0; i < values.length; i++) {
                float value = Float16.toFloat((short) (begin + i));
                values[i] = Float.isFinite(value) ? value : 0;
            }
            NDArray rows = halves(values, 2);
            VectorMemory memory = new VectorMemory(rows);
            RowProduct product = new RowProduct(query);
            for (int row = 0; row < values.length / 2; row++) {
                assertThat(product.with(memory, row)).isEqualTo(values[2 * row] - values[2 * row + 1]);
            }
        }
    }

    @Test
    void queriesTooLargeToBeScaledAreMultipliedWithout() {
        float[] query = {3e30f, 1, 0, 0};
        assertThat(RowProduct.isPaired(query)).isFalse();
        NDArray rows = halves(new float[] {2, 4, 0, 0}, 4);
        assertThat(new RowProduct(query).with(new VectorMemory(rows), 0)).isEqualTo(6e30f);
    }

    @Test
    void onlyQueriesOfEvenDimensionAndModerateNumbersArePaired() {
        assertThat(RowProduct.isPaired(new float[] {Float.NaN, 0})).isFalse();
        assertThat(RowProduct.isPaired(new float[] {1, 0, 2})).as("no pairs").isFalse();
        assertThat(RowProduct.isPaired(new float[] {1, 0})).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 390})
    void withoutTheWidestInstructionsIsTheSame(int dimension) {
        float[] vectors = fractions(ROWS * dimension);
        float[] query = fractions(dimension);
        float[] wide = new float[ROWS];
        float[] plain = new float[ROWS];
        Simd.awaitProducts().ofSingles(vectors, ROWS, query, wide, 0);
        new PlainProducts().ofSingles(vectors, ROWS, query, plain, 0);
        assertThat(plain).containsExactly(wide, within(1e-4f));
        int[] pairs = random.ints(ROWS * dimension / 2)
                .map(pair -> pair & 0xbbffbbff) // below 2
                .toArray();
        float[] half = fractions(dimension / 2);
        for (int i = 0; i < half.length; i++) {
            half[i] *= InnerProducts.QUERY_SCALE;
        }
        Simd.awaitProducts().ofHalves(pairs, ROWS, half, half, wide, 0);
        new PlainProducts().ofHalves(pairs, ROWS, half, half, plain, 0);
        assertThat(plain).containsExactly(wide, within(1e-4f));
    }

    private float[] fractions(int count) {
        float[] fractions = new float[count];
        for (int i = 0; i < count; i++) {
            fractions[i] = random.nextFloat();
        }
        return fractions;
    }

    @Test
    void aRowIsAQueryToo() {
        NDArray halves = halves(fractions(ROWS * 70), 70);
        NDArray singles = halves.toType(DataType.FLOAT32, true);
        VectorMemory inHalves = new VectorMemory(halves);
        VectorMemory inSingles = new VectorMemory(singles);
        float[] vector = new float[70];
        for (int row = 0; row < ROWS; row++) {
            inHalves.read(row, 1, vector);
            for (VectorMemory others : List.of(inHalves, inSingles)) {
                float expected = new RowProduct(vector).with(others, 3);
                assertThat(new RowProduct(inHalves, row).with(others, 3)).isCloseTo(expected, within(1e-4f));
                assertThat(new RowProduct(inSingles, row).with(others, 3)).isCloseTo(expected, within(1e-4f));
            }
            assertThat(new RowProduct(inHalves, row).with(vector))
                    .isCloseTo(new RowProduct(vector).with(vector), within(1e-4f));
        }
    }

    private void assertExact(float[] query, NDArray rows) {
        VectorMemory memory = new VectorMemory(rows);
        RowProduct product = new RowProduct(query);
        float[] vector = new float[query.length];
        float[] all = new float[ROWS];
        product.with(memory, 0, ROWS, all);
        for (int row = 0; row < ROWS; row++) {
            memory.read(row, 1, vector);
            double exact = 0;
            double size = 0;
            for (int i = 0; i < query.length; i++) {
                exact += (double) query[i] * vector[i];
                size += Math.abs((double) query[i] * vector[i]);
            }
            assertThat((double) product.with(memory, row)).isCloseTo(exact, within(size * 0x1p-18));
            assertThat((double) all[row]).isCloseTo(exact, within(size * 0x1p-18));
        }
    }

    private NDArray halves(float[] values, int dimension) {
        return manager.create(values, new Shape(values.length / dimension, dimension))
                .toType(DataType.FLOAT16, false);
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
        }
        return numbers;
    }
}
