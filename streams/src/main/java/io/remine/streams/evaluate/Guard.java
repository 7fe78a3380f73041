package io.remine.streams.evaluate;

import io.remine.state.evaluation.Prequential;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Watches, without any label but the clicks, whether training does harm: the prequential quality of the last examples that
 * the control has ranked too, against the control's on the same examples. What the gate looks at before it lets a version
 * go live.
 */
final class Guard {

    private static final double TOLERANCE = 0.02;

    private final long window;
    private final Deque<Prequential> last = new ArrayDeque<>();
    private Prequential inWindow = Prequential.NONE;
    private long seen;
    private OptionalLong noticedAt = OptionalLong.empty();

    /** Looks at so many sampled examples at least. */
    Guard(long window) {
        this.window = window;
    }

    void add(Prequential batch) {
        seen += batch.examples();
        last.add(batch);
        long sampled = last.stream().mapToLong(Prequential::sampled).sum();
        while (sampled - last.getFirst().sampled() >= window) {
            sampled -= last.removeFirst().sampled();
        }
        inWindow = last.stream().reduce(Prequential.NONE, Prequential::plus);
        if (noticedAt.isEmpty()
                && inWindow.sampled() >= window
                && inWindow.sampledMrr() < inWindow.controlMrr() - TOLERANCE) {
            noticedAt = OptionalLong.of(seen);
        }
    }

    /** After how many examples harm was noticed first; empty if it was not. */
    OptionalLong noticedAt() {
        return noticedAt;
    }
}
