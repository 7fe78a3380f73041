package io.remine.operators.training;

import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The copies of the parameters with which miners rank: stale ones and moving averages. They depend on the parameters before
 * each step alone, and are part of a worker's state, so that a restored worker mines the same negatives. A copy begins as
 * the parameters are at the first step. Not for several threads.
 */
final class MinerCopies implements AutoCloseable {

    private final Encoder control;
    private final Supplier<float[]> parameters;
    private final Map<Miner, float[]> copies = new LinkedHashMap<>();
    private final Map<Miner, Encoder> encoders = new HashMap<>();
    private final List<Miner> miners;

    /**
     * @param miners of the recipe, those that need no copy too
     * @param control of the same generation, only read
     * @param parameters gives the current ones, followed and only read; asked for only when a copy is due
     * @param restored copies by {@link #name}, of which possession is taken; those of no miner here are dropped
     */
    MinerCopies(List<Miner> miners, Encoder control, Supplier<float[]> parameters, Map<String, float[]> restored) {
        this.miners = miners.stream().filter(MinerCopies::needsCopy).toList();
        this.control = control;
        this.parameters = parameters;
        for (Miner miner : this.miners) {
            float[] copy = restored.get(name(miner));
            if (copy != null) {
                copies.put(miner, copy);
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
                float[] current = parameters.get();
                float[] copy = copies.computeIfAbsent(miner, key -> new float[current.length]);
                System.arraycopy(current, 0, copy, 0, copy.length);
                write(miner, copy);
            }
        }
    }

    /** Moves the averages to the parameters that a step has made. */
    void afterStep() {
        for (Miner miner : miners) {
            float[] copy = copies.get(miner);
            if (miner instanceof Miner.Momentum momentum && copy != null) {
                float[] current = parameters.get();
                float decay = (float) momentum.decay();
                for (int i = 0; i < copy.length; i++) {
                    copy[i] = decay * copy[i] + (1 - decay) * current[i];
                }
                write(miner, copy);
            }
        }
    }

    /** The miner's encoder, after {@link #beforeStep}. */
    Encoder encoder(Miner miner) {
        float[] copy = copies.get(miner);
        if (copy == null) {
            throw new IllegalStateException(
                    "no copy of the parameters for %s; its source must name it among its miners".formatted(miner));
        }
        return encoders.computeIfAbsent(miner, key -> {
            Encoder encoder = control.withOwnTrainable();
            encoder.writeParameters(copy);
            return encoder;
        });
    }

    /** The copies by name; live, not to be changed. */
    Map<String, float[]> arrays() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        copies.forEach((miner, copy) -> arrays.put(name(miner), copy));
        return arrays;
    }

    private void write(Miner miner, float[] copy) {
        Encoder encoder = encoders.get(miner);
        if (encoder != null) {
            encoder.writeParameters(copy);
        }
    }

    @Override
    public void close() {
        encoders.values().forEach(Encoder::close);
        encoders.clear();
    }
}
