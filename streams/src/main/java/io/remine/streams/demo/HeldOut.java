package io.remine.streams.demo;

import ai.djl.ndarray.NDManager;
import io.remine.state.encoder.Encoder;
import io.remine.state.evaluation.PairedBootstrap;
import io.remine.state.evaluation.Ranking;
import io.remine.state.index.Hits;
import io.remine.state.live.View;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.readers.Lookup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Compares the live retriever with the frozen one on lookups of words that nobody clicked, by exact search. */
final class HeldOut {

    private static final int DEPTH = 200;
    private static final int CUT = 10;
    private static final int BATCH = 64;

    private HeldOut() {}

    static Report.HeldOut compare(View view, List<Lookup> lookups, long seed) {
        int[] live = ranks(view, view.live(), lookups);
        int[] frozen = ranks(view, view.control(), lookups);
        double[] liveReciprocal = reciprocals(live);
        double[] frozenReciprocal = reciprocals(frozen);
        return new Report.HeldOut(
                lookups.size(),
                quality(frozen),
                quality(live),
                PairedBootstrap.low95(liveReciprocal, frozenReciprocal, seed));
    }

    private static Report.Quality quality(int[] ranks) {
        return new Report.Quality(Ranking.mean(reciprocals(ranks)), share(ranks, CUT), share(ranks, DEPTH));
    }

    private static double[] reciprocals(int[] ranks) {
        return IntStream.of(ranks)
                .mapToDouble(rank -> Ranking.reciprocalRank(rank, CUT))
                .toArray();
    }

    private static double share(int[] ranks, int depth) {
        return IntStream.of(ranks).filter(rank -> rank >= 1 && rank <= depth).count() / (double) ranks.length;
    }

    /** Where the right sense stands, from 1; 0 if it is not among the first {@value #DEPTH}. */
    private static int[] ranks(View view, Encoder encoder, List<Lookup> lookups) {
        float[][] queries =
                encoder.encodeQueries(lookups.stream().map(Lookup::text).toList()); // [lookups, hidden]
        int[] ranks = new int[lookups.size()];
        for (int from = 0; from < ranks.length; from += BATCH) {
            int size = Math.min(BATCH, ranks.length - from);
            try (NDManager scope = PyTorch.newManager()) {
                float[][] batch = Arrays.copyOfRange(queries, from, from + size);
                Hits hits = view.index().search(scope.create(batch), DEPTH);
                for (int i = 0; i < size; i++) {
                    ranks[from + i] =
                            rank(view, hits.rows()[i], lookups.get(from + i).right());
                }
            }
        }
        return ranks;
    }

    private static int rank(View view, int[] rows, DocumentId right) {
        return IntStream.range(0, rows.length)
                .filter(place -> view.index().id(rows[place]).equals(right))
                .map(place -> place + 1)
                .findFirst()
                .orElse(0);
    }
}
