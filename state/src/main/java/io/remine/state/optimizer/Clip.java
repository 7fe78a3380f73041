package io.remine.state.optimizer;

import java.io.Serializable;

/** How long a gradient may be before it is shortened. */
public sealed interface Clip extends Serializable {

    /** How many numbers a {@link Clipper} remembers. */
    default int memoryLength() {
        return 0;
    }

    /** As long as this: above 0, infinity for any length. */
    record Norm(double norm) implements Clip {

        private static final long serialVersionUID = 1L;

        public Norm {
            if (!(norm > 0)) {
                throw new IllegalArgumentException("clipNorm %s, must be above 0".formatted(norm));
            }
        }
    }

    /**
     * As long as this percentile of the lengths of the last gradients, its own among them, so that the limit fits losses
     * whose gradients differ a hundred times in length (AutoClip: Seetharaman et al., "AutoClip: Adaptive Gradient Clipping
     * for Source Separation Networks", 2020, algorithm 1; there over all gradients, which a stream has no end of).
     *
     * @param percentile above 0, at most 100
     * @param window over how many gradients: 2 to {@link #MAX_WINDOW}
     */
    record Percentile(double percentile, int window) implements Clip {

        public static final int MAX_WINDOW = 4_000;

        private static final long serialVersionUID = 1L;

        public Percentile {
            if (!(percentile > 0 && percentile <= 100)) {
                throw new IllegalArgumentException(
                        "clip percentile %s, must be above 0 and at most 100".formatted(percentile));
            }
            if (window < 2 || window > MAX_WINDOW) {
                throw new IllegalArgumentException("clip window %d, must be 2 to %d".formatted(window, MAX_WINDOW));
            }
        }

        /** How many lengths were seen, and the last ones in a ring. */
        @Override
        public int memoryLength() {
            return 1 + window;
        }
    }
}
