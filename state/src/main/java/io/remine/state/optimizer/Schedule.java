package io.remine.state.optimizer;

import java.io.Serializable;

/**
 * What the learning rate is multiplied by as steps go on. A stream has no end, so none of these runs out: each keeps a
 * floor, a share of the full rate that is never gone below.
 */
public sealed interface Schedule extends Serializable {

    Schedule CONSTANT = new Constant();

    /** The factor, above 0 and at most 1, after so many steps beyond the warm-up; the same to the bit on any machine. */
    double factor(long step);

    /** Always the full rate. */
    record Constant() implements Schedule {

        private static final long serialVersionUID = 1L;

        @Override
        public double factor(long step) {
            return 1;
        }
    }

    /**
     * Falls as one over the root of the step (Vaswani et al., "Attention Is All You Need", 2017, section 5.3):
     * {@code max(floor, sqrt(steps / (steps + step)))}.
     *
     * @param steps from 1; after three times as many the rate has halved
     * @param floor above 0, at most 1
     */
    record InverseSquareRoot(int steps, double floor) implements Schedule {

        private static final long serialVersionUID = 1L;

        public InverseSquareRoot {
            check(steps, floor);
        }

        @Override
        public double factor(long step) {
            return Math.max(floor, Math.sqrt(steps / ((double) steps + step)));
        }
    }

    /**
     * Falls along a cosine and starts again (Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts",
     * 2017, equation 5): {@code floor + (1 - floor) / 2 (1 + cos(pi (step mod steps) / steps))}.
     *
     * @param steps of one cycle, from 1
     * @param floor above 0, at most 1
     */
    record Cycles(int steps, double floor) implements Schedule {

        private static final long serialVersionUID = 1L;

        public Cycles {
            check(steps, floor);
        }

        @Override
        public double factor(long step) {
            double turn = (double) (step % steps) / steps;
            return floor + (1 - floor) / 2 * (1 + StrictMath.cos(Math.PI * turn));
        }
    }

    private static void check(int steps, double floor) {
        if (steps < 1) {
            throw new IllegalArgumentException("schedule of %d steps, must be at least 1".formatted(steps));
        }
        if (!(floor > 0 && floor <= 1)) {
            throw new IllegalArgumentException(
                    "floor %s of the learning rate, must be above 0 and at most 1; ".formatted(floor)
                            + "a stream has no end at which the rate could be 0");
        }
    }
}
