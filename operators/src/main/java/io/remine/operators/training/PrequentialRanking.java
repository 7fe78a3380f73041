package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.tensor.Gradients;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the clicked documents are ranked before they are learnt: of a query with several, the best of them counts. A share of
 * the examples, by their hash, is ranked by the control as well.
 */
final class PrequentialRanking {

    private final Encoder control;
    private final double controlShare;

    PrequentialRanking(Encoder control, double controlShare) {
        this.control = control;
        this.controlShare = controlShare;
    }

    Prequential of(MicroBatch batch, List<int[]> tokens, IndexView index, NDManager scope) {
        int[][] ranking = batch.ranking(Miner.CURRENT, Prequential.CUT);
        List<Integer> sampled = IntStream.range(0, batch.size())
                .filter(query -> isSampled(batch.example(query)))
                .boxed()
                .toList();
        int[][] byControl = index.rows() == 0 || sampled.isEmpty()
                ? new int[sampled.size()][0]
                : rankByControl(sampled, batch, tokens, index, scope);
        Prequential prequential = Prequential.NONE;
        for (int query = 0; query < batch.size(); query++) {
            Set<Long> relevant = relevantRows(batch, query);
            double reciprocalRank = reciprocalRank(ranking[query], relevant);
            int sample = sampled.indexOf(query);
            prequential = sample < 0
                    ? prequential.plus(reciprocalRank)
                    : prequential.plus(reciprocalRank, reciprocalRank(byControl[sample], relevant));
        }
        return prequential;
    }

    private int[][] rankByControl(
            List<Integer> sampled, MicroBatch batch, List<int[]> tokens, IndexView index, NDManager scope) {
        return Gradients.withoutGradients(() -> {
            NDArray queries = control.encode(
                    scope, TokenBatch.of(sampled.stream().map(tokens::get).toList())); // [sampled, hidden]
            List<List<String>> scopes =
                    sampled.stream().map(query -> batch.example(query).scopes()).toList();
            return index.search(queries, Prequential.CUT, scopes).rows();
        });
    }

    private boolean isSampled(Example example) {
        double uniform = (example.hash().value() >>> 11) * 0x1p-53;
        return uniform < controlShare;
    }

    private static Set<Long> relevantRows(MicroBatch batch, int query) {
        List<DocumentId> relevant = batch.example(query).relevant();
        return relevant.stream()
                .flatMap(document -> batch.rowOf(document).stream().boxed())
                .collect(Collectors.toSet());
    }

    private static double reciprocalRank(int[] ranking, Set<Long> relevant) {
        for (int place = 0; place < ranking.length; place++) {
            if (relevant.contains((long) ranking[place])) {
                return Prequential.reciprocalRank(place + 1);
            }
        }
        return 0;
    }
}
