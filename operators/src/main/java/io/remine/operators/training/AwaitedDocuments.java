package io.remine.operators.training;

import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Examples that wait for their documents, in the order in which they began to. There are few at a time: a click on a document
 * that is in no index is rare, and no more are kept than a round can name.
 */
final class AwaitedDocuments {

    /** Most examples that wait. */
    static final int MAX = RoundSummary.MAX_HELD / 16;

    private final List<AwaitedExample> waiting;

    AwaitedDocuments(List<AwaitedExample> waiting) {
        this.waiting = new ArrayList<>(waiting);
    }

    int size() {
        return waiting.size();
    }

    List<AwaitedExample> all() {
        return List.copyOf(waiting);
    }

    boolean isFull() {
        return waiting.size() >= MAX;
    }

    void add(Example example, long untilMillis) {
        waiting.add(new AwaitedExample(example, untilMillis));
    }

    /** Takes those that can be trained on now, no more than so many. */
    List<Example> takeKnown(Predicate<Example> isKnown, int most) {
        List<Example> known = new ArrayList<>();
        Iterator<AwaitedExample> each = waiting.iterator();
        while (each.hasNext() && known.size() < most) {
            Example example = each.next().example();
            if (isKnown.test(example)) {
                known.add(example);
                each.remove();
            }
        }
        return known;
    }

    /** Takes those whose time is over, and the oldest of more than {@link #MAX}, as several former workers may leave. */
    List<Example> takeExpired(long nowMillis) {
        int surplus = waiting.size() - MAX;
        List<Example> expired = new ArrayList<>();
        Iterator<AwaitedExample> each = waiting.iterator();
        while (each.hasNext()) {
            AwaitedExample next = each.next();
            if (next.untilMillis() <= nowMillis || expired.size() < surplus) {
                expired.add(next.example());
                each.remove();
            }
        }
        return expired;
    }

    /** Takes all of them. */
    List<Example> takeAll() {
        List<Example> all = waiting.stream().map(AwaitedExample::example).toList();
        waiting.clear();
        return all;
    }
}
