package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void everyTextIsInOneBatchAndNoBatchIsTooLarge() {
        Random random = new Random(5);
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lengths.add(1 + random.nextInt(Batches.MAX_TOKENS / 2));
        }
        Collections.sort(lengths);
        List<List<Integer>> batches = Batches.of(lengths, length -> length);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(lengths);
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch).hasSizeLessThanOrEqualTo(Batches.MAX_TEXTS);
            assertThat(batch.size() * batch.get(batch.size() - 1)).isLessThanOrEqualTo(Batches.MAX_TOKENS);
        });
    }

    @Test
    void aTextLongerThanABatchIsABatchOfItsOwn() {
        int tooLong = Batches.MAX_TOKENS + 1;
        assertThat(Batches.of(List.of(1, tooLong, tooLong), length -> length))
                .containsExactly(List.of(1), List.of(tooLong), List.of(tooLong));
    }

    @Test
    void noTextsMakeNoBatch() {
        assertThat(Batches.of(List.<Integer>of(), length -> length)).isEmpty();
    }

    @Test
    void theWorkIsDoneForEveryBatch() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        Batches.forEach(List.of(List.of(1, 2), List.of(3), List.of(4, 5)), done::addAll);
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
    }

    @Test
    void whatOneBatchThrowsReachesTheCaller() {
        List<List<Integer>> batches = List.of(List.of(1), List.of(2), List.of(3));
        assertThatThrownBy(() -> Batches.forEach(batches, batch -> {
                    if (batch.contains(2)) {
                        throw new IllegalStateException("batch 2");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("batch 2");
    }
}
