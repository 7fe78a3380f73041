package io.remine.operators.mining;

import io.remine.operators.part.PartType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The documents that the current model ranks highest among those that the query may see, those of its own scope before
 * others: as premises of the same file are preferred for a theorem (Yang et al.,
 * <a href="https://arxiv.org/abs/2306.15626">LeanDojo: Theorem Proving with Retrieval-Augmented Language Models</a>, 2023,
 * section 5). Candidates keep their place in the ranking. Relevant documents among the ranks are always taken.
 *
 * @param to the last rank looked at
 * @param count how many negatives
 * @param own how many of them at most are taken from the query's own scope before any other; beyond that, rank decides
 */
public record ScopedSource(int to, int count, int own) implements Source {

    private static final int DEFAULT_RANK = 200;
    private static final int DEFAULT_COUNT = 64;
    private static final int DEFAULT_OWN = 32;

    public static final PartType<Source> TYPE = new PartType<>(
            "scoped",
            "what ranks highest of all that the query may see, its own scope first (LeanDojo, Yang et al. 2023)",
            parameters -> new ScopedSource(
                    parameters.integer("to", DEFAULT_RANK, 1, TopSource.MAX_RANK),
                    parameters.integer("count", DEFAULT_COUNT, 1, TopSource.MAX_RANK),
                    parameters.integer("own", DEFAULT_OWN, 0, TopSource.MAX_RANK)));

    private static final long serialVersionUID = 1L;

    public ScopedSource {
        if (to < 1 || to > TopSource.MAX_RANK || count < 1 || count > to || own < 0 || own > count) {
            throw new IllegalArgumentException(
                    "%d negatives, %d of the own scope, from ranks to %d: must be own <= count <= to, count at least 1, to at most %d"
                            .formatted(count, own, to, TopSource.MAX_RANK));
        }
    }

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        int[][] ranking = batch.ranking(Miner.CURRENT, to);
        for (CandidateSet set : sets) {
            int[] rows = ranking[set.query()];
            boolean[] chosen = choose(set, rows, batch);
            for (int place = 0; place < rows.length; place++) {
                if (chosen[place] || set.isClicked(rows[place])) {
                    set.add(rows[place], place + 1);
                }
            }
        }
    }

    private boolean[] choose(CandidateSet set, int[] rows, MicroBatch batch) {
        boolean[] chosen = new boolean[rows.length];
        int[] unclicked = IntStream.range(0, rows.length)
                .filter(place -> !set.isClicked(rows[place]))
                .toArray();
        int[] preferred = Arrays.stream(unclicked)
                .filter(place -> batch.isOfOwnScope(set.query(), rows[place]))
                .limit(own)
                .toArray();
        for (int place : preferred) {
            chosen[place] = true;
        }
        int missing = count - preferred.length;
        for (int place : unclicked) {
            if (missing > 0 && !chosen[place]) {
                chosen[place] = true;
                missing--;
            }
        }
        return chosen;
    }

    @Override
    public int currentDepth() {
        return to;
    }

    @Override
    public boolean ranks() {
        return true;
    }
}
