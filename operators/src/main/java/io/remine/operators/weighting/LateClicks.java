package io.remine.operators.weighting;

import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairMemory;
import io.remine.operators.memory.PairMemory.Push;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.PartType;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes back what was learnt too soon: a document that served as a negative for a query, and is clicked for the same text
 * within a window, was pushed away wrongly. A step follows
 *
 * <pre>    sum over candidates of c(i) * cos(i),  c(i) the loss's derivative by cos(i)</pre>
 *
 * so what a negative got is told by one number c, which is remembered when the step has been taken. The step of the late
 * click has exactly -c added to the document's derivative, once: by plain gradient descent on the query's vector it is then
 * where it would be had the document never been a negative. Pairs of one micro-batch do not see each other. The delayed
 * feedback of Ktena et al., <a href="https://arxiv.org/abs/1907.06558">Addressing Delayed Feedback for Continuous Training
 * with Neural Networks in CTR prediction</a>, 2019, section 3, is answered so for negatives that were mined.
 *
 * @param windowMillis from a push to the click that undoes it, by the examples' times: at least 1
 * @param documents remembered for each query, those that were pushed most: 1 to {@link PairMemory#MAX_PUSHES}
 */
public record LateClicks(long windowMillis, int documents) implements Weighting {

    private static final int DEFAULT_HOURS = 24 * 7;
    private static final int DEFAULT_DOCUMENTS = 64;

    public static final PartType<Weighting> TYPE = new PartType<>(
            "late-clicks",
            "undoes the push of a negative that is clicked for the same query within 'hours'",
            parameters -> new LateClicks(
                    Duration.ofHours(parameters.integer("hours", DEFAULT_HOURS, 1, 24 * Memories.MAX_DAYS))
                            .toMillis(),
                    parameters.integer("documents", DEFAULT_DOCUMENTS, 1, PairMemory.MAX_PUSHES)));

    private static final long serialVersionUID = 1L;

    /** A pair whose push was taken back in this step. */
    private record Undone(String queryText, DocumentId document) {}

    public LateClicks {
        Memories.checkMillis(windowMillis);
        if (documents < 1 || documents > PairMemory.MAX_PUSHES) {
            throw new IllegalArgumentException(
                    "%d documents remembered, must be 1 to %d".formatted(documents, PairMemory.MAX_PUSHES));
        }
    }

    @Override
    public long memoryMillis() {
        return windowMillis;
    }

    /** Makes sure that documents with a push to undo are among the candidates. */
    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            for (Push push : due(set, batch)) {
                long row = batch.rowOf(push.document()).orElseThrow();
                if (!set.contains(row)) {
                    float[] vector = batch.documentVectors(row)[0];
                    set.addIgnored(row, vector, dot(vector, batch.queryVector(set.query())));
                }
            }
        }
    }

    @Override
    public void correct(List<CandidateSet> sets, MicroBatch batch, double[][] derivatives) {
        Set<Undone> undone = new HashSet<>();
        for (CandidateSet set : sets) {
            for (Push push : due(set, batch)) {
                if (!undone.add(new Undone(batch.example(set.query()).text(), push.document()))) {
                    continue;
                }
                long row = batch.rowOf(push.document()).orElseThrow();
                List<Candidate> candidates = set.candidates();
                for (int i = 0; i < candidates.size(); i++) {
                    if (candidates.get(i).row() == row) {
                        derivatives[set.query()][i] -= push.coefficient();
                        batch.count(Event.LATE_CLICK, 1);
                    }
                }
            }
        }
    }

    @Override
    public void taken(List<CandidateSet> sets, MicroBatch batch, double[][] derivatives, double share) {
        for (CandidateSet set : sets) {
            String text = batch.example(set.query()).text();
            PairMemory memory = batch.pairs().get(text);
            for (Push push : due(set, batch)) {
                memory = memory.withoutPush(push.document());
            }
            batch.pairs().put(text, memory);
        }
        for (CandidateSet set : sets) {
            Example example = batch.example(set.query());
            PairMemory memory = batch.pairs()
                    .get(example.text())
                    .withPushes(
                            pushes(set, batch, derivatives[set.query()], share),
                            example.timeMillis() - windowMillis,
                            documents);
            batch.pairs().put(example.text(), memory);
        }
    }

    /** The pushes of this example's documents that are not too old. */
    private List<Push> due(CandidateSet set, MicroBatch batch) {
        Example example = batch.example(set.query());
        PairMemory memory = batch.pairs().get(example.text());
        List<Push> due = new ArrayList<>();
        for (DocumentId document : example.relevant()) {
            Optional<Push> push = memory.pushOf(document);
            if (push.isPresent()
                    && example.timeMillis() - push.get().timeMillis() <= windowMillis
                    && batch.rowOf(document).isPresent()) {
                due.add(push.get());
            }
        }
        return due;
    }

    private static List<Push> pushes(CandidateSet set, MicroBatch batch, double[] derivatives, double share) {
        Example example = batch.example(set.query());
        List<Push> pushes = new ArrayList<>();
        List<Candidate> candidates = set.candidates();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            double coefficient = derivatives[i] * share;
            if (candidate.isNegative() && candidate.row() != CandidateSet.NO_ROW && coefficient > 0) {
                pushes.add(new Push(batch.documentAt(candidate.row()), example.timeMillis(), coefficient));
            }
        }
        return pushes;
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return (float) sum;
    }
}
