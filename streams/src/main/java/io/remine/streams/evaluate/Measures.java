package io.remine.streams.evaluate;

import io.remine.state.evaluation.Ranking;
import io.remine.streams.beir.JudgedQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an encoder is worth on a split: nDCG@10, MRR@10 and Recall@100 of each query, as trec_eval defines them.
 *
 * @param ndcg10 of each query // [queries]
 */
@SuppressWarnings("ArrayRecordComponent") // columns, not compared
record Measures(double[] ndcg10, double[] mrr10, double[] recall100) {

    /** How many documents of a ranking are looked at. */
    static final int DEPTH = 100;

    /** The measures of these rankings of document ids, the best first. */
    static Measures of(List<JudgedQuery> queries, List<List<String>> rankings) {
        int size = queries.size();
        Measures measures = new Measures(new double[size], new double[size], new double[size]);
        for (int query = 0; query < size; query++) {
            Map<String, Integer> grades = queries.get(query).grades();
            List<String> ranking = rankings.get(query);
            measures.ndcg10[query] = Ranking.ndcg(ranking, grades, 10);
            measures.mrr10[query] = Ranking.reciprocalRank(ranking, grades.keySet(), 10);
            measures.recall100[query] = Ranking.recall(ranking, grades.keySet(), DEPTH);
        }
        return measures;
    }

    double meanNdcg10() {
        return Ranking.mean(ndcg10);
    }

    double meanMrr10() {
        return Ranking.mean(mrr10);
    }

    double meanRecall100() {
        return Ranking.mean(recall100);
    }

    Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        means.put("ndcg10", meanNdcg10());
        means.put("mrr10", meanMrr10());
        means.put("recall100", meanRecall100());
        return means;
    }
}
