package io.remine.operators.mining;

import io.remine.operators.part.PartType;
import java.util.List;

/**
 * The documents around those that were clicked: the clusters of the positives. It goes with micro-batches of neighbouring
 * queries, of which Dahiya et al., <a href="https://arxiv.org/abs/2207.04452">NGAME: Negative Mining-aware Mini-batching for
 * Extreme Classification</a>, 2022, take the other queries' positives as hard negatives without a search. That negatives come
 * from the neighbourhood which a language model gives the positive is from Rony et al.,
 * <a href="https://arxiv.org/abs/2203.04703">LEMON: LanguagE ModeL for Negative Sampling of Knowledge Graph Embeddings</a>, 2022;
 * they cluster the entities of a knowledge graph before training, here the neighbours are those of an exact search at this
 * moment. Documents that the query may not see are left out.
 *
 * @param neighbours how many documents around each clicked one, itself not counted
 */
public record ClusteredSource(int neighbours) implements Source {

    private static final int DEFAULT_NEIGHBOURS = 32;

    public static final PartType<Source> TYPE = new PartType<>(
            "clustered",
            "the documents nearest to the clicked ones: their clusters (LEMON), for micro-batches of neighbours as NGAME's",
            parameters -> new ClusteredSource(
                    parameters.integer("neighbours", DEFAULT_NEIGHBOURS, 1, TopSource.MAX_RANK - 1)));

    private static final long serialVersionUID = 1L;

    public ClusteredSource {
        if (neighbours < 1 || neighbours >= TopSource.MAX_RANK) {
            throw new IllegalArgumentException("%d neighbours of a clicked document, must be 1 to %d"
                    .formatted(neighbours, TopSource.MAX_RANK - 1));
        }
    }

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        long[] clicked = sets.stream()
                .flatMapToLong(set -> set.relevantRows().stream().mapToLong(Long::longValue))
                .sorted()
                .distinct()
                .toArray();
        int[][] around = batch.neighbours(clicked, neighbours + 1);
        for (CandidateSet set : sets) {
            for (int i = 0; i < clicked.length; i++) {
                if (set.relevantRows().contains(clicked[i])) {
                    add(set, around[i], batch);
                }
            }
        }
    }

    private static void add(CandidateSet set, int[] rows, MicroBatch batch) {
        for (int row : rows) {
            if (batch.isAccessible(set.query(), row)) {
                set.add(row, 0);
            }
        }
    }
}
