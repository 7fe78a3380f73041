package io.remine.operators.training;

import io.remine.state.model.SliceLayout;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * One worker's copy of the parameters, and what it must remember to stay consistent with the published base. Always
 *
 * <pre>    parameters = base + pending + what was learnt since the last round</pre>
 *
 * where <em>base</em> is the newest adopted version and <em>pending</em> the worker's own rounds that no adopted version
 * contains. {@code base + pending}, summed in the order of rounds, is the <em>anchor</em>: progress is what the parameters
 * have moved from it. When checkpoints are aborted several rounds are pending at once, and versions come late and in
 * bunches; a version contains every round up to its own.
 *
 * <p>With {@link Arithmetic#BIT_PATTERN} all sums are over bit patterns and exact. With {@link Arithmetic#FLOAT} what a sum
 * rounds away, and what a coarser {@link Precision} of the progress leaves out, stays in the parameters' distance from the
 * anchor and so goes out with the next round (error feedback): parameters, base and pending rounds are all there is to keep.
 */
final class Replica {

    /** Most rounds that wait for a version at once; what is learnt beyond that waits in the parameters. */
    static final int MAX_PENDING = 8;

    private final Arithmetic arithmetic;
    private final float[] parameters;
    private final float[] base;
    private final float[] anchor;
    private final Deque<PendingProgress> pending;
    private float drift;

    /**
     * A replica as it was left. Takes possession of the arrays.
     *
     * @param pending in the order of rounds
     */
    Replica(Arithmetic arithmetic, float[] base, float[] parameters, Collection<PendingProgress> pending) {
        if (base.length != parameters.length) {
            throw new IllegalArgumentException(
                    "base of %d and parameters of %d values".formatted(base.length, parameters.length));
        }
        this.arithmetic = arithmetic;
        this.base = base;
        this.parameters = parameters;
        this.pending = new ArrayDeque<>(pending);
        this.anchor = new float[base.length];
        for (int i = 0; i < anchor.length; i++) {
            anchor[i] = plusPending(base[i], i);
        }
    }

    /** A replica that has learnt nothing yet. */
    static Replica of(Arithmetic arithmetic, float[] base) {
        return new Replica(arithmetic, base.clone(), base.clone(), List.of());
    }

    /** The parameters themselves: training changes them in place. */
    float[] parameters() {
        return parameters;
    }

    /** The parameters of the newest adopted version; not to be changed. */
    float[] base() {
        return base;
    }

    /** The rounds that no adopted version contains, the oldest first. */
    Collection<PendingProgress> pending() {
        return List.copyOf(pending);
    }

    /** Whether so many rounds are pending that the next barrier should pass without progress. */
    boolean isFull() {
        return pending.size() >= MAX_PENDING;
    }

    /** How far the newest adoption found the parameters from base plus own progress: the largest distance of one. */
    float drift() {
        return drift;
    }

    /** What has been learnt since the round before, as differences of floats; the parameters stay as they are. */
    float[] notHandedIn() {
        float[] difference = new float[anchor.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = parameters[i] - anchor[i];
        }
        return difference;
    }

    /** Whether every parameter is a number. */
    boolean isFinite() {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what has been learnt since the round before: the parameters are base plus pending again. */
    void backToBase() {
        System.arraycopy(anchor, 0, parameters, 0, parameters.length);
    }

    /** What has been learnt since the round before, which is pending from now on. */
    PendingProgress progress(long round) {
        return progress(round, Precision.FP32, SliceLayout.of(anchor.length));
    }

    /** The same, rounded slice by slice; what rounding leaves out is handed in with a later round. Floats only. */
    PendingProgress progress(long round, Precision precision, SliceLayout layout) {
        if (!pending.isEmpty() && round <= pending.getLast().round()) {
            throw new IllegalArgumentException("round %d after round %d; rounds rise"
                    .formatted(round, pending.getLast().round()));
        }
        int[] values = new int[anchor.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = difference(anchor[i], parameters[i]);
        }
        for (int slice = 0; slice < layout.slices(); slice++) {
            precision.round(values, layout.start(slice), layout.length(slice));
        }
        for (int i = 0; i < values.length; i++) {
            anchor[i] = plus(anchor[i], values[i]);
        }
        PendingProgress progress = new PendingProgress(round, values);
        pending.add(progress);
        return progress;
    }

    /**
     * Moves to the version that follows the base. The parameters are rebuilt from the new base, so that rounding does not
     * add up over versions; the distance from where the sum of changes would have taken them is {@link #drift()}.
     *
     * @param round the version's checkpoint: own rounds up to it are in the version
     * @param update differences of the base's bit patterns, in slices that follow each other
     */
    void adopt(long round, List<int[]> update) {
        long length = update.stream().mapToLong(slice -> slice.length).sum();
        if (length != base.length) {
            throw new IllegalArgumentException(
                    "version %d changes %d parameters, this model trains %d; is it another's?"
                            .formatted(round, length, base.length));
        }
        Deque<PendingProgress> merged = new ArrayDeque<>();
        while (!pending.isEmpty() && pending.getFirst().round() <= round) {
            merged.add(pending.removeFirst());
        }
        double furthest = 0;
        int at = 0;
        for (int[] slice : update) {
            for (int change : slice) {
                furthest = Math.max(furthest, adopt(at, change, merged));
                at++;
            }
        }
        drift = (float) furthest;
    }

    /** Adopts one parameter and returns its drift. */
    private double adopt(int i, int change, Collection<PendingProgress> merged) {
        float oldBase = base[i];
        float newBase = Float.intBitsToFloat(Float.floatToRawIntBits(oldBase) + change);
        double own = 0; // of the version's change, what the parameters have already
        float withOwn = oldBase;
        for (PendingProgress progress : merged) {
            float next = plus(withOwn, progress.values()[i]);
            own += (double) next - withOwn;
            withOwn = next;
        }
        double moved = parameters[i] + ((double) newBase - oldBase - own);
        float newAnchor = plusPending(newBase, i);
        float rebuilt = plus(newAnchor, difference(anchor[i], parameters[i]));
        base[i] = newBase;
        anchor[i] = newAnchor;
        parameters[i] = rebuilt;
        return Math.abs(moved - rebuilt);
    }

    private float plusPending(float from, int i) {
        float sum = from;
        for (PendingProgress progress : pending) {
            sum = plus(sum, progress.values()[i]);
        }
        return sum;
    }

    private int difference(float from, float to) {
        return switch (arithmetic) {
            case BIT_PATTERN -> Float.floatToRawIntBits(to) - Float.floatToRawIntBits(from);
            case FLOAT -> Float.floatToRawIntBits(to - from);
        };
    }

    private float plus(float from, int difference) {
        return switch (arithmetic) {
            case BIT_PATTERN -> Float.intBitsToFloat(Float.floatToRawIntBits(from) + difference);
            case FLOAT -> from + Float.intBitsToFloat(difference);
        };
    }
}
