package io.remine.operators.training;

import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.state.evaluation.Prequential;
import io.remine.state.evaluation.Ranking;
import io.remine.state.record.Example;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the clicked documents are ranked before they are learnt: of a query with several, the best of them counts for the
 * reciprocal rank, and all of them for the gain. A share of the examples, by their hash, is ranked by the control as well.
 */
final class PrequentialRanking {

    private final double controlShare;

    PrequentialRanking(double controlShare) {
        this.controlShare = controlShare;
    }

    Prequential of(IndexedMicroBatch batch) {
        int[][] ranking = batch.ranking(Miner.CURRENT, Prequential.CUT);
        List<Integer> sampled = IntStream.range(0, batch.size())
                .filter(query -> isSampled(batch.example(query)))
                .boxed()
                .toList();
        int[][] byControl = batch.rankingByControl(sampled, Prequential.CUT);
        Prequential prequential = Prequential.NONE;
        for (int query = 0; query < batch.size(); query++) {
            Judged model = Judged.of(ranking[query], relevantRows(batch, query));
            int sample = sampled.indexOf(query);
            if (sample < 0) {
                prequential = prequential.plus(model.reciprocalRank());
            } else {
                Judged control = Judged.of(byControl[sample], relevantRows(batch, query));
                prequential = prequential.plus(
                        model.reciprocalRank(), control.reciprocalRank(), model.gain() - control.gain());
            }
        }
        return prequential;
    }

    private boolean isSampled(Example example) {
        double uniform = (example.hash().value() >>> 11) * 0x1p-53;
        return uniform < controlShare;
    }

    /** All of grade 1: a click says no more. */
    private static Map<Integer, Integer> relevantRows(MicroBatch batch, int query) {
        return batch.example(query).relevant().stream()
                .flatMap(document -> batch.rowOf(document).stream().boxed())
                .map(Math::toIntExact)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), row -> 1));
    }

    /** What a ranking is worth; nothing if no relevant document is in the index. */
    private record Judged(double reciprocalRank, double gain) {

        static Judged of(int[] ranking, Map<Integer, Integer> relevant) {
            if (relevant.isEmpty()) {
                return new Judged(0, 0);
            }
            List<Integer> rows = Arrays.stream(ranking).boxed().toList();
            return new Judged(
                    Ranking.reciprocalRank(rows, relevant.keySet(), Prequential.CUT),
                    Ranking.ndcg(rows, relevant, Prequential.CUT));
        }
    }
}
