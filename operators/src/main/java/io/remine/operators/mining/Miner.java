package io.remine.operators.mining;

import java.io.Serializable;

/** With which parameters of the query tower a ranking is made. */
public sealed interface Miner extends Serializable {

    /** Those of this very step: negatives are never stale. */
    record Current() implements Miner {}

    /** The generation's first encoder: what mining once, before training, would have found. */
    record First() implements Miner {}

    /**
     * A copy that is refreshed every so many steps, as an index that is rebuilt now and then (Xiong et al.,
     * <a href="https://arxiv.org/abs/2007.00808">Approximate Nearest Neighbor Negative Contrastive Learning</a>, 2021).
     *
     * @param everySteps from one refresh to the next: 1 to 1,000,000
     */
    record Stale(int everySteps) implements Miner {

        static final int MAX_STEPS = 1_000_000;

        public Stale {
            if (everySteps < 1 || everySteps > MAX_STEPS) {
                throw new IllegalArgumentException(
                        "refresh every %d steps, must be 1 to %d".formatted(everySteps, MAX_STEPS));
            }
        }
    }

    /**
     * An exponential moving average: after each step it is {@code decay * average + (1 - decay) * parameters}, as the
     * teacher that picks hard instances is in Tang et al., <a href="https://arxiv.org/abs/2307.15254">Multiple Instance
     * Learning Framework with Masked Hard Instance Mining</a>, 2023.
     *
     * @param decay 0 to below 1
     */
    record Momentum(double decay) implements Miner {

        public Momentum {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException(
                        "decay %s of an average, must be from 0 to below 1".formatted(decay));
            }
        }
    }

    Miner CURRENT = new Current();
    Miner FIRST = new First();
}
