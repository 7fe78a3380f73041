package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.PyTorch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnpublishedIndexTest {

    private static final Segment FIRST = segment(0, row("a", 1, 0), row("b", 0, 1));
    private static final Segment SECOND = segment(1, row("c", 0.6f, 0.8f));

    @Test
    void rowsAreThoseOfTheSegmentsOneAfterTheOther() {
        try (IndexView view = UnpublishedIndex.of(List.of(FIRST, SECOND));
                NDManager manager = PyTorch.newManager()) {
            assertThat(view.rows()).isEqualTo(3);
            assertThat(List.of(view.id(0), view.id(1), view.id(2)))
                    .containsExactly(new DocumentId("a"), new DocumentId("b"), new DocumentId("c"));
            Hits hits = view.search(manager.create(new float[][] {{0, 1}}), 3);
            assertThat(hits.rows()[0]).containsExactly(1, 2, 0);
            assertThat(hits.scores()[0]).containsExactly(1, 0.8f, 0);
        }
    }

    /** What a segment is read from is Java's memory, unless it is a file, and is gone once the collector has come by. */
    @Test
    void vectorsOutliveTheMemoryThatTheyWereReadFrom() {
        long seed = 20261127;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Segment.Row> rows = IntStream.range(0, 5_000)
                .mapToObj(row -> row("d" + row, unit(128, random)))
                .toList();
        try (IndexView view = UnpublishedIndex.of(List.of(new Segment(0, Generation.FIRST, 128, rows, List.of())));
                NDManager manager = PyTorch.newManager()) {
            NDArray queries = manager.create(new float[][] {unit(128, random)});
            Hits before = view.search(queries, 10);
            for (int turn = 0; turn < 5; turn++) {
                System.gc();
                ByteBuffer other = ByteBuffer.allocateDirect(5_000 * 128 * Float.BYTES);
                while (other.hasRemaining()) {
                    other.put((byte) -1);
                }
                Hits after = view.search(queries, 10);
                assertThat(after.rows()).isDeepEqualTo(before.rows());
                assertThat(after.scores()).isDeepEqualTo(before.scores());
            }
        }
    }

    @Test
    void aReferenceThatIsNotTheSegmentsIsRefused() {
        byte[] bytes = SegmentCodec.write(FIRST, VectorEncoding.SINGLE);
        SegmentRef oneTooMany = UnpublishedIndex.reference(bytes, 3);
        assertThatThrownBy(() -> UnpublishedIndex.view(2, List.of(oneTooMany), blob -> bytes))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("2 rows");
    }

    private static float[] unit(int dimension, Random random) {
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static Segment segment(int bucket, Segment.Row... rows) {
        return new Segment(bucket, Generation.FIRST, 2, List.of(rows), List.of());
    }

    private static Segment.Row row(String id, float... vector) {
        return new Segment.Row(new DocumentId(id), 1, "", vector);
    }
}
