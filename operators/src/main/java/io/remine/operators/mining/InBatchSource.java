package io.remine.operators.mining;

import io.remine.operators.part.PartType;
import io.remine.state.record.Example;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The documents clicked in the other examples of the micro-batch (Karpukhin et al.,
 * <a href="https://arxiv.org/abs/2004.04906">Dense Passage Retrieval for Open-Domain Question Answering</a>, 2020, section
 * 3.2). What another example of the same query or text has clicked is as good as clicked here, and so no negative of any
 * source. Documents that the query may not see are left out.
 */
public record InBatchSource() implements Source {

    public static final PartType<Source> TYPE = new PartType<>(
            "in-batch",
            "the documents clicked in the other examples of the micro-batch (DPR, Karpukhin et al. 2020)",
            parameters -> new InBatchSource());

    private static final long serialVersionUID = 1L;

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        List<long[]> rows = IntStream.range(0, batch.size())
                .mapToObj(query -> relevantRows(batch, query))
                .toList();
        for (CandidateSet set : sets) {
            Example own = batch.example(set.query());
            for (int other = 0; other < batch.size(); other++) {
                if (other == set.query()) {
                    continue;
                }
                if (isSameQuery(own, batch.example(other))) {
                    Arrays.stream(rows.get(other)).forEach(set::markClicked);
                } else {
                    add(set, rows.get(other), batch);
                }
            }
        }
    }

    private static long[] relevantRows(MicroBatch batch, int query) {
        return batch.example(query).relevant().stream()
                .map(batch::rowOf)
                .flatMapToLong(OptionalLong::stream)
                .toArray();
    }

    private static boolean isSameQuery(Example one, Example other) {
        return one.query().equals(other.query()) || one.text().equals(other.text());
    }

    private static void add(CandidateSet set, long[] rows, MicroBatch batch) {
        for (long row : rows) {
            if (!set.isClicked(row) && batch.isAccessible(set.query(), row)) {
                set.add(row, 0);
            }
        }
    }
}
