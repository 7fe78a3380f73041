package io.remine.operators.merging;

import io.remine.operators.training.Arithmetic;
import io.remine.operators.training.ProgressSlice;
import io.remine.state.model.BitDifference;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Adds all progress since the last merge to one slice of the base.
 *
 * <p>Progress as bit patterns is folded in, exactly. Of progress in floats, with u_i(r) that of worker i in round r and w_i
 * the share of worker i in the examples,
 *
 * <pre>{@code base += outer(sum_i w_i * sum_r u_i(r))}</pre>
 *
 * is computed in double precision, sorted by worker and round, so that the order of arrival does not show. There may be
 * several rounds of a worker, because checkpoints are aborted; and of both kinds, if the number of workers was changed
 * between.
 */
final class SliceMerge {

    private static final Comparator<ProgressSlice> BY_WORKER_AND_ROUND =
            Comparator.comparingInt(ProgressSlice::worker).thenComparingLong(ProgressSlice::round);

    private SliceMerge() {}

    /**
     * The slice after the merge.
     *
     * @throws IllegalArgumentException if the progress is not all of this slice and of different workers or rounds
     * @throws NonFiniteProgressException if a parameter would not be finite; nothing has been merged then
     */
    static BaseSlice merge(BaseSlice before, Collection<ProgressSlice> progress, Outer outer) {
        List<ProgressSlice> sorted =
                progress.stream().sorted(BY_WORKER_AND_ROUND).toList();
        checkBelongTogether(before, sorted);
        float[] parameters = before.parameters().clone();
        float[] velocity = before.velocity().clone();
        List<ProgressSlice> bits = of(Arithmetic.BIT_PATTERN, sorted);
        bits.forEach(one -> BitDifference.apply(one.values(), parameters, 0));
        List<ProgressSlice> floats = of(Arithmetic.FLOAT, sorted);
        if (!floats.isEmpty()) {
            double[] change = weighedSum(floats, parameters.length);
            velocity = outer.hasVelocity() && velocity.length == 0 ? new float[parameters.length] : velocity;
            outer.step(change, velocity);
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] = (float) (parameters[i] + change[i]);
            }
        }
        checkFinite(parameters, sorted);
        return new BaseSlice(parameters, velocity, before.fullRound());
    }

    private static List<ProgressSlice> of(Arithmetic arithmetic, List<ProgressSlice> progress) {
        return progress.stream().filter(one -> one.arithmetic() == arithmetic).toList();
    }

    /** sum_i w_i * sum_r u_i(r); zero if no example was taken in. */
    private static double[] weighedSum(List<ProgressSlice> sorted, int length) {
        double examples = sorted.stream().mapToLong(ProgressSlice::examples).sum();
        double[] sum = new double[length];
        for (ProgressSlice one : sorted) {
            double weight = examples == 0 ? 0 : examplesOf(one.worker(), sorted) / examples;
            int[] values = one.values();
            for (int i = 0; i < length; i++) {
                sum[i] += weight * Float.intBitsToFloat(values[i]);
            }
        }
        return sum;
    }

    private static double examplesOf(int worker, List<ProgressSlice> progress) {
        return progress.stream()
                .filter(one -> one.worker() == worker)
                .mapToLong(ProgressSlice::examples)
                .sum();
    }

    private static void checkBelongTogether(BaseSlice before, List<ProgressSlice> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            ProgressSlice one = sorted.get(i);
            if (one.values().length != before.parameters().length) {
                throw new IllegalArgumentException(
                        "%s, but the base has %d; the slice length cannot change while a generation is trained"
                                .formatted(one, before.parameters().length));
            }
            if (i > 0 && BY_WORKER_AND_ROUND.compare(sorted.get(i - 1), one) == 0) {
                throw new IllegalArgumentException("handed in twice: " + one);
            }
        }
    }

    private static void checkFinite(float[] parameters, List<ProgressSlice> progress) {
        for (int i = 0; i < parameters.length; i++) {
            if (!Float.isFinite(parameters[i])) {
                throw NonFiniteProgressException.afterMerge(i, parameters[i], progress);
            }
        }
    }
}
