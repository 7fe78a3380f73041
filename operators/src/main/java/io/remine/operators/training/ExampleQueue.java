package io.remine.operators.training;

import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The examples that wait for their micro-batch. In the order of arrival, or, if several micro-batches are collected at
 * once, in micro-batches of neighbours: when that many are there they are divided, and then one micro-batch leaves for each
 * one's worth of examples that arrives, so that no barrier waits for all of them.
 */
final class ExampleQueue {

    private final int microBatch;
    private final int pool;
    private final List<Example> held;
    private int planned; // of those held, from the first

    /**
     * @param microBatch examples of one
     * @param neighbours how many micro-batches are divided at once; 1 for the order of arrival
     * @param held from before, of which {@code planned} are divided
     */
    ExampleQueue(int microBatch, int neighbours, List<Example> held, int planned) {
        this.microBatch = microBatch;
        this.pool = Math.multiplyExact(microBatch, neighbours);
        this.held = new ArrayList<>(held);
        this.planned = pool == microBatch ? 0 : planned;
    }

    void add(Example example) {
        held.add(example);
    }

    int size() {
        return held.size();
    }

    /** All that wait, the divided ones first. */
    List<Example> held() {
        return List.copyOf(held);
    }

    /** How many of them are divided. */
    int planned() {
        return planned;
    }

    /** Whether a micro-batch should leave now. */
    boolean isDue() {
        return held.size() >= pool;
    }

    /**
     * Takes the next micro-batch, due or not; there is at least one example.
     *
     * @param vectors of queries, asked for when examples are to be divided // [examples, hidden]
     */
    List<Example> next(Function<List<Example>, float[][]> vectors) {
        if (pool > microBatch && planned == 0) {
            divide(vectors);
        }
        int end = Math.min(microBatch, planned > 0 ? planned : held.size());
        List<Example> first = held.subList(0, end);
        List<Example> batch = List.copyOf(first);
        first.clear();
        planned = Math.max(0, planned - end);
        return batch;
    }

    private void divide(Function<List<Example>, float[][]> vectors) {
        List<Example> oldest = held.subList(0, Math.min(pool, held.size()));
        List<Example> arrived = List.copyOf(oldest);
        int[] order = NeighbourOrder.of(vectors.apply(arrived), microBatch);
        for (int place = 0; place < order.length; place++) {
            oldest.set(place, arrived.get(order[place]));
        }
        planned = order.length;
    }
}
