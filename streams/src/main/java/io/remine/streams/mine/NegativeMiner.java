package io.remine.streams.mine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.Vectors;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.beir.Document;
import io.remine.streams.mine.Mined.Passage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Mines a fixed index for batches of queries: ranks all documents for each, applies the filters of recipes, and chooses from
 * what is left. What is found for a query does not depend on the others of its batch. A document of the same text as a
 * relevant one is never a negative.
 */
final class NegativeMiner {

    static final String SAME_TEXT = "the same text as a positive's";

    private final Encoder encoder;
    private final IndexView index;
    private final List<Document> documents;
    private final MineSettings settings;
    private final List<MineSettings.OptionFilter> filters;
    private final Tally tally;

    /** @param documents those of the index, in the order of its rows */
    NegativeMiner(Encoder encoder, IndexView index, List<Document> documents, MineSettings settings, Tally tally) {
        this.encoder = encoder;
        this.index = index;
        this.documents = documents;
        this.settings = settings;
        this.filters = settings.filters();
        this.tally = tally;
    }

    /** What is found for each of the queries. */
    List<Mined> mine(List<AskedQuery> queries) {
        int deepest = queries.stream().mapToInt(this::depth).max().orElse(1);
        float[][] vectors =
                encoder.encodeQueries(queries.stream().map(AskedQuery::text).toList());
        try (NDManager scope = PyTorch.newManager(encoder.device());
                NDArray batch = scope.create(vectors)) {
            Hits hits = index.search(batch, deepest);
            List<Mined> mined = new ArrayList<>();
            for (int query = 0; query < queries.size(); query++) {
                AskedQuery asked = queries.get(query);
                Set<Long> relevant = rows(asked);
                CandidateSet set = ranked(query, hits, depth(asked), relevant);
                complete(set, vectors[query], scope);
                mined.add(choose(asked, set, relevant));
            }
            return mined;
        }
    }

    private int depth(AskedQuery query) {
        return settings.depth(query.positives().size());
    }

    private Set<Long> rows(AskedQuery query) {
        Set<Long> rows = new LinkedHashSet<>();
        for (String id : query.positives()) {
            rows.add(index.rowOf(new DocumentId(id)).orElseThrow());
        }
        return rows;
    }

    private CandidateSet ranked(int query, Hits hits, int depth, Set<Long> relevant) {
        CandidateSet set = CandidateSet.of(query, relevant);
        int[] rows = hits.rows()[query];
        for (int place = 0; place < Math.min(depth, rows.length); place++) {
            set.add(rows[place], place + 1);
        }
        float[] scores = hits.scores()[query];
        set.candidates().forEach(candidate -> candidate.setCosine(scores[candidate.rank() - 1]));
        return set;
    }

    /** Adds the relevant documents that rank below the depth, so that margins are taken from all. */
    private void complete(CandidateSet set, float[] queryVector, NDManager scope) {
        int ranked = set.candidates().size();
        Positives.ALWAYS.complete(List.of(set));
        List<Candidate> missing =
                set.candidates().subList(ranked, set.candidates().size());
        if (!missing.isEmpty()) {
            try (NDArray vectors = index.vectors(
                    scope, missing.stream().mapToLong(Candidate::row).toArray())) {
                float[] flat = vectors.toFloatArray(); // [missing, hidden]
                float[] vector = new float[queryVector.length];
                for (int i = 0; i < missing.size(); i++) {
                    System.arraycopy(flat, i * vector.length, vector, 0, vector.length);
                    missing.get(i).setCosine(Vectors.dot(queryVector, vector));
                }
            }
        }
    }

    private Mined choose(AskedQuery query, CandidateSet set, Set<Long> relevant) {
        int depth = depth(query);
        tally.addCandidates(set.negatives().size());
        leaveOut(SAME_TEXT, set, () -> markCopies(set, relevant));
        filters.forEach(each -> leaveOut(each.option(), set, () -> each.filter().apply(set)));
        List<Candidate> left = set.candidates().stream()
                .filter(each -> each.isNegative() || (each.isRelevant() && stays(each, depth)))
                .toList();
        long seed = settings.seed() * 31 + query.id().hashCode();
        List<Candidate> chosen = settings.sampling().choose(left, settings.negatives(), seed);
        List<Passage> positives = relevant.stream()
                .map(row -> passage(set.relevant().stream()
                        .filter(each -> each.row() == row)
                        .findFirst()
                        .orElseThrow()))
                .toList();
        return new Mined(query, positives, chosen.stream().map(this::passage).toList());
    }

    /** Whether a relevant document is among those that negatives are taken from. */
    private boolean stays(Candidate relevant, int depth) {
        return settings.includePositives() && relevant.rank() > settings.rangeMin() && relevant.rank() <= depth;
    }

    private void leaveOut(String reason, CandidateSet set, Runnable filter) {
        int before = set.negatives().size();
        filter.run();
        tally.addSkipped(reason, before - set.negatives().size());
    }

    private void markCopies(CandidateSet set, Set<Long> relevant) {
        Set<String> texts = new HashSet<>();
        relevant.forEach(row -> texts.add(document(row).text()));
        set.negatives().stream()
                .filter(each -> texts.contains(document(each.row()).text()))
                .forEach(each -> set.markClicked(each.row()));
    }

    private Document document(long row) {
        return documents.get((int) row);
    }

    private Passage passage(Candidate candidate) {
        return new Passage(document(candidate.row()), candidate.cosine(), candidate.isRelevant());
    }
}
