package io.remine.state.optimizer;

import java.util.Arrays;

/**
 * By how much gradients are shortened: as a {@link Clip} says (Pascanu et al., "On the difficulty of training recurrent
 * neural networks", 2013, algorithm 1), by what it remembers of those before. Not for several threads.
 */
public final class Clipper {

    private final Clip clip;
    private final double[] memory;
    private double kept = 1;

    /**
     * @param memory kept and changed: of length {@link Clip#memoryLength()}, zeros for a new clipper, another's for one that
     *     goes on where that was
     */
    public Clipper(Clip clip, double[] memory) {
        if (memory.length != clip.memoryLength()) {
            throw new IllegalArgumentException(
                    "memory of %d numbers, must be %d".formatted(memory.length, clip.memoryLength()));
        }
        this.clip = clip;
        this.memory = memory;
    }

    /**
     * The share of a gradient's length that is kept: above 0, at most 1.
     *
     * @param norm its length, finite
     */
    public double keep(double norm) {
        double limit = limit(norm);
        kept = norm > limit ? limit / norm : 1;
        return kept;
    }

    /** What {@link #keep} said last. */
    public double kept() {
        return kept;
    }

    private double limit(double norm) {
        if (clip instanceof Clip.Norm fixed) {
            return fixed.norm();
        }
        Clip.Percentile relative = (Clip.Percentile) clip;
        long seen = (long) memory[0]++;
        memory[1 + (int) (seen % relative.window())] = norm;
        int remembered = (int) Math.min(seen + 1, relative.window());
        return percentile(Arrays.copyOfRange(memory, 1, 1 + remembered), relative.percentile());
    }

    /** With linear interpolation between two lengths. */
    private static double percentile(double[] norms, double percentile) {
        Arrays.sort(norms);
        double place = percentile / 100 * (norms.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, norms.length - 1);
        return norms[below] + (place - below) * (norms[above] - norms[below]);
    }
}
