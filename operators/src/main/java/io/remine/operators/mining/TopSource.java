package io.remine.operators.mining;

import io.remine.operators.part.Parameters;
import io.remine.operators.part.PartType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The documents that a miner ranks highest: ADORE's dynamic hard negatives when the miner is the current model (Zhan et
 * al., <a href="https://arxiv.org/abs/2104.08051">Optimizing Dense Retrieval Model Training with Hard Negatives</a>, 2021,
 * section 4.2), ANCE's with a stale copy, MHIM's with a moving average, static ones with the first encoder.
 *
 * @param miner whose ranking
 * @param from the first rank taken, from 1
 * @param to the last rank taken
 * @param sample how many negatives are drawn from these ranks without replacement, 0 for all; relevant documents among
 *     them are always taken
 */
public record TopSource(Miner miner, int from, int to, int sample) implements Source {

    /** Deepest rank. */
    public static final int MAX_RANK = 10_000;

    private static final int DEFAULT_RANK = 200;
    private static final int DEFAULT_REFRESH_STEPS = 1_000;
    private static final double DEFAULT_DECAY = 0.999;

    public static final PartType<Source> TYPE = new PartType<>(
            "top",
            "the documents that the model of this very moment ranks highest (ADORE, Zhan et al. 2021)",
            parameters -> read(Miner.CURRENT, parameters));

    public static final PartType<Source> STATIC = new PartType<>(
            "static",
            "the documents that the generation's first encoder ranks highest: mined once",
            parameters -> read(Miner.FIRST, parameters));

    public static final PartType<Source> STALE = new PartType<>(
            "stale",
            "the documents that a copy of the model ranks highest, refreshed every so many steps (ANCE, Xiong et al. 2021)",
            parameters -> read(
                    new Miner.Stale(parameters.integer("every", DEFAULT_REFRESH_STEPS, 1, Miner.Stale.MAX_STEPS)),
                    parameters));

    public static final PartType<Source> MOMENTUM = new PartType<>(
            "momentum",
            "the documents that a moving average of the model ranks highest (MHIM, Tang et al. 2023)",
            parameters -> read(
                    new Miner.Momentum(parameters.number("decay", DEFAULT_DECAY, 0, Math.nextDown(1.0))), parameters));

    private static final long serialVersionUID = 1L;

    public TopSource {
        if (from < 1 || to < from || to > MAX_RANK) {
            throw new IllegalArgumentException(
                    "ranks %d to %d, must rise from 1 or more to at most %d".formatted(from, to, MAX_RANK));
        }
        if (sample < 0) {
            throw new IllegalArgumentException("sample of %d, must be at least 0, for all".formatted(sample));
        }
    }

    static Source read(Miner miner, Parameters parameters) {
        return new TopSource(
                miner,
                parameters.integer("from", 1, 1, MAX_RANK),
                parameters.integer("to", DEFAULT_RANK, 1, MAX_RANK),
                parameters.integer("sample", 0, 0, MAX_RANK));
    }

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        int[][] ranking = batch.ranking(miner, to);
        Random random = new Random(batch.random().nextLong());
        for (CandidateSet set : sets) {
            int[] rows = ranking[set.query()];
            List<Integer> drawn = sample == 0 ? List.of() : draw(set, rows, random);
            for (int place = from - 1; place < rows.length; place++) {
                if (sample == 0 || set.isClicked(rows[place]) || drawn.contains(place)) {
                    set.add(rows[place], place + 1);
                }
            }
        }
    }

    /** Places of the ranking that hold no clicked document. */
    private List<Integer> draw(CandidateSet set, int[] rows, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int place = from - 1; place < rows.length; place++) {
            if (!set.isClicked(rows[place])) {
                places.add(place);
            }
        }
        Collections.shuffle(places, random);
        return places.subList(0, Math.min(sample, places.size()));
    }

    @Override
    public int currentDepth() {
        return miner.equals(Miner.CURRENT) ? to : 0;
    }

    @Override
    public boolean ranks() {
        return true;
    }

    @Override
    public List<Miner> miners() {
        return miner.equals(Miner.CURRENT) ? List.of() : List.of(miner);
    }
}
