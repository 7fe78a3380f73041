package io.remine.operators.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.operators.memory.PairMemory.PairLoss;
import io.remine.operators.memory.PairMemory.Push;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.DocumentId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairMemoryTest {

    private static final DocumentId A = new DocumentId("a");
    private static final DocumentId B = new DocumentId("b");
    private static final DocumentId C = new DocumentId("c");

    @Test
    void keepsItsWrittenForm() throws IOException {
        PairMemory memory = new PairMemory(
                List.of(new PairLoss(A, 3, 0.5)), List.of(new Push(B, 1_700_000_000_000L, 0.25), new Push(C, 7, 1e-3)));
        Golden.check("pair-memory-1.hex", PairMemoryCodec.INSTANCE, memory);
    }

    @Test
    void aLengthOverTheLimitIsRefusedBeforeAnythingIsAllocated() {
        byte[] bytes = PairMemoryCodec.INSTANCE.encode(PairMemory.EMPTY);
        ByteBuffer.wrap(bytes).putInt(1, Integer.MAX_VALUE);
        assertThatThrownBy(() -> PairMemoryCodec.INSTANCE.decode(bytes))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("limit " + PairMemory.MAX_LOSSES);
    }

    @Test
    void lossesAreAveragedAndTheOldestPairGoesFirst() {
        PairMemory memory = PairMemory.EMPTY.withLoss(A, 1).withLoss(A, 2).withLoss(A, 6);
        assertThat(memory.losses()).containsExactly(new PairLoss(A, 3, 3));
        for (int i = 0; i < PairMemory.MAX_LOSSES; i++) {
            memory = memory.withLoss(new DocumentId("d" + i), 0);
        }
        assertThat(memory.losses()).hasSize(PairMemory.MAX_LOSSES);
        assertThat(memory.lossOf(A)).isEmpty();
    }

    @Test
    void pushesAddUpTheOldAreForgottenAndTheLargestKept() {
        PairMemory memory = PairMemory.EMPTY.withPushes(List.of(new Push(A, 10, 1), new Push(B, 20, 2)), 0, 8);
        memory = memory.withPushes(List.of(new Push(B, 30, 0.5), new Push(C, 30, 0.1)), 15, 8);
        assertThat(memory.pushes()).containsExactly(new Push(B, 30, 2.5), new Push(C, 30, 0.1));
        assertThat(memory.withPushes(List.of(new Push(A, 30, 1)), 15, 2).pushes())
                .extracting(Push::document)
                .containsExactly(B, A);
        assertThat(memory.withoutPush(B).withoutPush(C).isEmpty()).isTrue();
    }

    @Test
    void aHeapStoreForgetsTheQueryAskedForLongestAgo() {
        HeapPairStore store = new HeapPairStore(2);
        PairMemory memory = PairMemory.EMPTY.withLoss(A, 1);
        store.put("one", memory);
        store.put("two", memory);
        assertThat(store.get("one")).isEqualTo(memory);
        store.put("three", memory);
        assertThat(store.get("two")).isEqualTo(PairMemory.EMPTY);
        store.put("one", PairMemory.EMPTY);
        assertThat(store.get("one")).isEqualTo(PairMemory.EMPTY);
    }

    @Test
    void numbersAreTheOnesFirstGivenUntilTheyAreChangedAndComeBackAsWritten() throws IOException {
        RecipeNumbers numbers = new RecipeNumbers();
        numbers.get("x", 1, 2)[1] = 5;
        assertThat(numbers.get("x", 1, 2)).containsExactly(1, 5);
        assertThat(numbers.get("x", 0, 0, 0)).as("another count").containsExactly(0, 0, 0);
        numbers.get("y", 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        numbers.write(new DataOutputStream(out));
        assertThat(RecipeNumbers.read(new DataInputStream(new ByteArrayInputStream(out.toByteArray()))))
                .isEqualTo(numbers)
                .isNotEqualTo(new RecipeNumbers());
        assertThatThrownBy(() -> numbers.get("z", new double[RecipeNumbers.MAX_NUMBERS + 1]))
                .hasMessageContaining("limits");
    }
}
