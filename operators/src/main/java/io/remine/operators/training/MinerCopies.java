package io.remine.operators.training;

import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import io.remine.state.optimizer.MovingAverage;
import io.remine.state.tensor.FlatTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The copies of the model with which miners rank: stale ones and moving averages, on the model's device. They depend on the
 * parameters before each step alone, and are part of a worker's state, so that a restored worker mines the same negatives.
 * A copy begins as the parameters are at the first step. Not for several threads.
 */
final class MinerCopies implements AutoCloseable {

    private final Encoder control;
    private final FlatTensors parameters;
    private final Map<Miner, Encoder> copies = new LinkedHashMap<>();
    private final List<Miner> miners;

    /**
     * @param miners of the recipe, those that need no copy too
     * @param control of the same generation, only read
     * @param parameters the model's, followed and only read
     * @param restored copies by {@link #name}; those of no miner here are dropped
     */
    MinerCopies(List<Miner> miners, Encoder control, FlatTensors parameters, Map<String, float[]> restored) {
        this.miners = miners.stream().filter(MinerCopies::needsCopy).toList();
        this.control = control;
        this.parameters = parameters;
        for (Miner miner : this.miners) {
            float[] copy = restored.get(name(miner));
            if (copy != null) {
                copy(miner).writeParameters(copy);
            }
        }
    }

    private static boolean needsCopy(Miner miner) {
        return miner instanceof Miner.Stale || miner instanceof Miner.Momentum;
    }

    /** What a miner's copy is called in the state. */
    static String name(Miner miner) {
        if (miner instanceof Miner.Stale stale) {
            return "stale-" + stale.everySteps();
        }
        if (miner instanceof Miner.Momentum momentum) {
            return "momentum-" + momentum.decay();
        }
        throw new IllegalArgumentException("%s has no copy of the parameters".formatted(miner));
    }

    /**
     * Begins or refreshes what is due.
     *
     * @param step how many steps were taken
     */
    void beforeStep(long step) {
        for (Miner miner : miners) {
            boolean due = miner instanceof Miner.Stale stale && step % stale.everySteps() == 0;
            if (due || !copies.containsKey(miner)) {
                MovingAverage.begin(copy(miner).parameters(), parameters);
            }
        }
    }

    /** Moves the averages to the parameters that a step has made. */
    void afterStep() {
        copies.forEach((miner, copy) -> {
            if (miner instanceof Miner.Momentum momentum) {
                MovingAverage.follow(copy.parameters(), parameters, momentum.decay());
            }
        });
    }

    /** The miner's encoder, after {@link #beforeStep}. */
    Encoder encoder(Miner miner) {
        Encoder copy = copies.get(miner);
        if (copy == null) {
            throw new IllegalStateException(
                    "no copy of the parameters for %s; its source must name it among its miners".formatted(miner));
        }
        return copy;
    }

    /** The parameters of the copies, by name, brought to the host. */
    Map<String, float[]> arrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        copies.forEach((miner, copy) -> {
            float[] array = new float[parameters.size()];
            copy.readParameters(array);
            arrays.put(name(miner), array);
        });
        return arrays;
    }

    private Encoder copy(Miner miner) {
        return copies.computeIfAbsent(miner, key -> control.withOwnTrainable());
    }

    @Override
    public void close() {
        copies.values().forEach(Encoder::close);
        copies.clear();
    }
}
