package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WorkerStateFormatTest {

    private static final WorkerState TINY = new WorkerState(
            1,
            3,
            Arithmetic.FLOAT,
            new Ancestry(new TimelineId("b"), List.of(new ModelVersion(new TimelineId("a"), 7))),
            new Generation(2),
            Optional.of(new ModelVersion(new TimelineId("b"), 9)),
            Optional.of(new ManifestId(new TimelineId("i"), 4)),
            new RoundTally(
                    new Lineage(2, -5),
                    List.of(new InputPosition("clicks", 0, 5), new InputPosition("clicks", 1, 6)),
                    Prequential.NONE.plus(0.5, 0.25, 0.125).plus(1),
                    0.75,
                    1,
                    1),
            List.of(example("d", 7)),
            1e-8f,
            12,
            new float[] {1, 2},
            new float[] {1.5f, 2.5f},
            new float[] {0.1f, 0.2f},
            new float[] {0.01f, 0.02f},
            List.of(new PendingProgress(8, new int[] {3, 4}), new PendingProgress(10, new int[] {-1, 0})),
            numbers(),
            1,
            new TreeMap<>(Map.of("momentum-0.9", new float[] {1.2f, 2.2f}, "stale-100", new float[] {1.1f, 2.1f})),
            List.of(new AwaitedExample(example("late", 8), 1_700_000_060_000L)),
            2);

    @Test
    void theStateKeepsItsWrittenForm() throws IOException {
        byte[] golden = Golden.read("worker-state-5.bin");
        assertThat(write(TINY)).isEqualTo(golden);
        assertThatItHoldsTiny(golden);
        WorkerState read = read(golden, 2);
        assertThat(read.awaited()).isEqualTo(TINY.awaited());
        assertThat(read.unfitInARow()).isEqualTo(2);
        assertThatItHoldsCopies(read);
    }

    @Test
    void aStateOfVersion4IsReadAsOneThatWaitsForNoDocument() throws IOException {
        byte[] golden = Golden.read("worker-state-4.bin");
        assertThatItHoldsTiny(golden);
        WorkerState read = read(golden, 2);
        assertThat(read.awaited()).isEmpty();
        assertThat(read.unfitInARow()).isZero();
        assertThatItHoldsCopies(read);
    }

    private static void assertThatItHoldsCopies(WorkerState read) {
        assertThat(read.tally()).isEqualTo(TINY.tally());
        assertThat(read.numbers()).isEqualTo(numbers());
        assertThat(read.planned()).isEqualTo(1);
        assertThat(read.copies().keySet()).containsExactly("momentum-0.9", "stale-100");
        assertThat(read.copies().get("momentum-0.9")).containsExactly(1.2f, 2.2f);
        assertThat(read.copies().get("stale-100")).containsExactly(1.1f, 2.1f);
    }

    @Test
    void aStateOfVersion3IsReadAsOneWithoutGains() throws IOException {
        byte[] golden = Golden.read("worker-state-3.bin");
        assertThatItHoldsTiny(golden);
        assertThat(read(golden, 2).tally().prequential()).isEqualTo(Prequential.withoutGains(2, 1.5, 1, 0.5, 0.25));
        assertThat(read(golden, 2).copies().keySet()).containsExactly("momentum-0.9", "stale-100");
    }

    @Test
    void aStateOfVersion2IsReadAsOneWithoutCopiesAndPlan() throws IOException {
        byte[] golden = Golden.read("worker-state-2.bin");
        assertThatItHoldsTiny(golden);
        assertThat(read(golden, 2).numbers()).isEqualTo(numbers());
        assertThat(read(golden, 2).planned()).isZero();
        assertThat(read(golden, 2).copies()).isEmpty();
    }

    @Test
    void aStateOfVersion1IsReadAsOneWithoutNumbers() throws IOException {
        byte[] golden = Golden.read("worker-state-1-example-2.bin");
        assertThatItHoldsTiny(golden);
        assertThat(read(golden, 2).numbers()).isEqualTo(new RecipeNumbers());
    }

    @Test
    void aStateWithExamplesOfVersion1IsStillRead() throws IOException {
        assertThatItHoldsTiny(Golden.read("worker-state-1.bin"));
    }

    private static void assertThatItHoldsTiny(byte[] golden) throws IOException {
        WorkerState read = read(golden, 2);
        assertThat(WorkerStateHead.of(read))
                .usingRecursiveComparison()
                .ignoringFields(
                        "numbers",
                        "planned",
                        "copies",
                        "awaited",
                        "unfitInARow",
                        "tally.prequential.gainDifferences",
                        "tally.prequential.squaredGainDifferences")
                .isEqualTo(WorkerStateHead.of(TINY));
        assertThat(read.base()).isEqualTo(TINY.base());
        assertThat(read.parameters()).isEqualTo(TINY.parameters());
        assertThat(read.firstMoments()).isEqualTo(TINY.firstMoments());
        assertThat(read.secondMoments()).isEqualTo(TINY.secondMoments());
        assertThat(read.pending().get(1).values())
                .isEqualTo(TINY.pending().get(1).values());
    }

    @Test
    void arraysLongerThanTheBufferComeBackWhole() throws IOException {
        int length = (1 << 18) + 17;
        Random random = new Random(5);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextFloat();
        }
        float[] zeros = new float[length];
        WorkerState state = new WorkerState(
                0,
                1,
                Arithmetic.BIT_PATTERN,
                Ancestry.fresh(new TimelineId("a")),
                Generation.FIRST,
                Optional.empty(),
                Optional.empty(),
                RoundTally.NONE,
                List.of(),
                0,
                0,
                values,
                values,
                zeros,
                zeros,
                List.of());
        WorkerState read = read(write(state), length);
        assertThat(read.base()).isEqualTo(values);
        assertThat(read.secondMoments()).isEqualTo(zeros);
        assertThat(read.adopted()).isEmpty();
    }

    @Test
    void everyTruncationAndEveryFlippedBitIsRefused() {
        byte[] whole = write(TINY);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut, 2)).isInstanceOf(IOException.class);
        }
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> read(flipped, 2)).as("bit %d", bit).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theStateOfAnotherModelIsRefused() {
        assertThatThrownBy(() -> read(write(TINY), 3))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("2 parameters, the model trains 3");
    }

    private static Example example(String document, long offset) {
        return new Example(
                new QueryId("q"),
                "how",
                new DocumentId(document),
                "click",
                1,
                List.of(new DocumentId("e")),
                1_700_000_000_000L,
                new InputPosition("clicks", 0, offset));
    }

    private static RecipeNumbers numbers() {
        RecipeNumbers numbers = new RecipeNumbers();
        numbers.get("denoised", 3, 0.5, 0.25);
        return numbers;
    }

    private static byte[] write(WorkerState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            WorkerStateFormat.write(state, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static WorkerState read(byte[] bytes, int parameters) throws IOException {
        return WorkerStateFormat.read(new ByteArrayInputStream(bytes), parameters);
    }
}
