package io.remine.operators.mining;

import io.remine.operators.recipe.PartType;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.List;
import java.util.OptionalLong;

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
        for (CandidateSet set : sets) {
            Example own = batch.example(set.query());
            for (int other = 0; other < batch.size(); other++) {
                if (other != set.query()) {
                    add(set, own, batch.example(other), batch);
                }
            }
        }
    }

    private static void add(CandidateSet set, Example own, Example other, MicroBatch batch) {
        boolean sameQuery = own.query().equals(other.query()) || own.text().equals(other.text());
        for (DocumentId document : other.relevant()) {
            OptionalLong row = batch.rowOf(document);
            if (row.isEmpty()) {
                continue;
            }
            if (sameQuery) {
                set.markClicked(row.getAsLong());
            } else if (!set.isClicked(row.getAsLong()) && batch.isAccessible(set.query(), row.getAsLong())) {
                set.add(row.getAsLong(), 0);
            }
        }
    }
}
