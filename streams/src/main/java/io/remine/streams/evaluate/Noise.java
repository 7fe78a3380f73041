package io.remine.streams.evaluate;

import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Wrong clicks: a query's relevant documents are replaced by one that only looks so, from the top of a ranking. */
final class Noise {

    /**
     * A stream with wrong clicks.
     *
     * @param right the same queries with their relevant documents
     * @param wrong how many clicks are
     */
    record Noisy(List<JudgedQuery> queries, List<JudgedQuery> right, int wrong) {}

    private Noise() {}

    /**
     * Replaces the clicks of a share of the queries.
     *
     * @param rankings of the queries, from the top of which a document that is not relevant is drawn
     * @param share 0 to 1
     */
    static Noisy of(List<JudgedQuery> queries, List<List<String>> rankings, double share, long seed) {
        Random random = new Random(seed);
        List<JudgedQuery> noisy = new ArrayList<>();
        int wrong = 0;
        for (int i = 0; i < queries.size(); i++) {
            JudgedQuery query = queries.get(i);
            List<String> others = rankings.get(i).stream()
                    .filter(document -> !query.grades().containsKey(document))
                    .toList();
            if (random.nextDouble() < share && !others.isEmpty()) {
                String clicked = others.get(random.nextInt(others.size()));
                noisy.add(new JudgedQuery(query.id(), query.text(), Map.of(clicked, 1), query.timeMillis()));
                wrong++;
            } else {
                noisy.add(query);
            }
        }
        return new Noisy(noisy, queries, wrong);
    }
}
