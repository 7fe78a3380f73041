package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Micro-batches of two; examples of even numbers are neighbours, and so are those of odd ones. */
class ExampleQueueTest {

    private final List<List<Integer>> batches = new ArrayList<>();

    @Test
    void inOrderEveryMicroBatchLeavesAsSoonAsItIsFullAndNoVectorIsAskedFor() {
        ExampleQueue queue = new ExampleQueue(2, 1, List.of(), 0);
        feed(queue, 0, 5, examples -> {
            throw new AssertionError("asked for vectors");
        });
        assertThat(batches).containsExactly(List.of(0, 1), List.of(2, 3));
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void neighboursGoTogetherAndOneMicroBatchLeavesForEachThatArrives() {
        ExampleQueue queue = new ExampleQueue(2, 2, List.of(), 0);
        feed(queue, 0, 4);
        assertThat(batches).containsExactly(List.of(0, 2));
        feed(queue, 4, 6);
        assertThat(batches).containsExactly(List.of(0, 2), List.of(1, 3));
        feed(queue, 6, 10);
        assertThat(batches.subList(2, 4)).containsExactly(List.of(4, 6), List.of(5, 7));
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void whatIsRestoredAtAnyPlaceLeavesAsIfNothingHadHappened() {
        feed(new ExampleQueue(2, 3, List.of(), 0), 0, 30);
        List<List<Integer>> undisturbed = List.copyOf(batches);
        for (int interruption = 0; interruption <= 30; interruption++) {
            batches.clear();
            ExampleQueue first = new ExampleQueue(2, 3, List.of(), 0);
            feed(first, 0, interruption);
            ExampleQueue second = new ExampleQueue(2, 3, first.held(), first.planned());
            feed(second, interruption, 30);
            assertThat(batches).as("interrupted at %d", interruption).isEqualTo(undisturbed);
        }
    }

    @Test
    void atTheEndAllLeaveOnceAndAMicroBatchIsNeverPartlyDivided() {
        ExampleQueue queue = new ExampleQueue(2, 3, List.of(), 0);
        feed(queue, 0, 9);
        while (queue.size() > 0) {
            take(queue, ExampleQueueTest::byParity);
        }
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(batches).allSatisfy(batch -> assertThat(batch.size()).isLessThanOrEqualTo(2));
    }

    @Test
    void whatSeveralWorkersLeftIsTakenUpWholeHoweverMuchItIs() {
        List<Example> dealt = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            dealt.add(TinyIndex.example(i));
        }
        ExampleQueue queue = new ExampleQueue(2, 3, dealt, 0);
        while (queue.isDue()) {
            take(queue, ExampleQueueTest::byParity);
        }
        assertThat(queue.size()).isEqualTo(5);
        assertThat(batches).hasSize(5);
    }

    private void feed(ExampleQueue queue, int from, int to) {
        feed(queue, from, to, ExampleQueueTest::byParity);
    }

    private void feed(ExampleQueue queue, int from, int to, Function<List<Example>, float[][]> vectors) {
        for (int i = from; i < to; i++) {
            queue.add(TinyIndex.example(i));
            int before = batches.size();
            while (queue.isDue()) {
                take(queue, vectors);
            }
            assertThat(batches.size() - before).as("at once").isLessThanOrEqualTo(1);
        }
    }

    private void take(ExampleQueue queue, Function<List<Example>, float[][]> vectors) {
        batches.add(queue.next(vectors).stream().map(ExampleQueueTest::number).toList());
    }

    private static float[][] byParity(List<Example> examples) {
        return examples.stream()
                .map(example -> number(example) % 2 == 0 ? new float[] {1, 0} : new float[] {0, 1})
                .toArray(float[][]::new);
    }

    private static int number(Example example) {
        return (int) example.position().offset();
    }
}
