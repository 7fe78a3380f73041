package io.remine.operators.mining;

import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The documents that one example is trained on, as the parts of a recipe put them together: each with its role, its rank,
 * its cosines and how much it counts. A document is in the set once. Documents clicked for the query are never negatives,
 * whoever adds them.
 */
public final class CandidateSet {

    /** The row of a candidate that is in no index. */
    public static final long NO_ROW = -1;

    private static final float UNKNOWN = Float.NaN;

    private final int query;
    private final Set<Long> relevantRows = new HashSet<>();
    private final Set<Long> knownRows = new HashSet<>();
    private final Map<Long, Candidate> byRow = new HashMap<>();
    private final List<Candidate> candidates = new ArrayList<>();
    private List<Candidate> snapshot = List.of(); // of the candidates, made again when one was added
    private double weight;

    /** One document. Changed by the parts, in the order of the recipe. */
    public static final class Candidate {

        private final long row;
        private final int rank;
        private Role role;
        private float cosine = UNKNOWN;
        private float teacherCosine = UNKNOWN;
        private double weight = 1;
        private float[] vector;

        private Candidate(long row, int rank, Role role) {
            this.row = row;
            this.rank = rank;
            this.role = role;
        }

        /** Its row in the index, or {@link #NO_ROW}. */
        public long row() {
            return row;
        }

        /** Its place in the miner's ranking, from 1; 0 if it was not ranked. */
        public int rank() {
            return rank;
        }

        public Role role() {
            return role;
        }

        public boolean isRelevant() {
            return role == Role.RELEVANT;
        }

        public boolean isNegative() {
            return role == Role.NEGATIVE;
        }

        /** Its cosine with the query by the parameters of this step. */
        public float cosine() {
            return cosine;
        }

        public void setCosine(float value) {
            cosine = value;
        }

        /** Its cosine with the query by the teacher; NaN unless a part of the recipe needs it. */
        public float teacherCosine() {
            return teacherCosine;
        }

        public void setTeacherCosine(float value) {
            teacherCosine = value;
        }

        /** How much it counts in the loss, 1 unless weighed. */
        public double weight() {
            return weight;
        }

        /** Makes it count by so much more or less; finite, at least 0. */
        public void multiplyWeight(double factor) {
            if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weight times %s, must be finite and at least 0".formatted(factor));
            }
            weight *= factor;
        }

        /** A vector that stands for the document instead of the index's; null if there is none. */
        public float[] vector() {
            return vector;
        }

        /** Lets another vector of length 1 stand for the document. */
        public void setVector(float[] unit, float cosineWithQuery) {
            vector = Objects.requireNonNull(unit);
            cosine = cosineWithQuery;
        }

        /** Takes it out of every pair; it keeps its rank. */
        public void ignore() {
            role = Role.IGNORED;
        }
    }

    /** An empty set for an example of the micro-batch. */
    public static CandidateSet of(int query, MicroBatch batch) {
        Example example = batch.example(query);
        return new CandidateSet(query, example.weight(), rows(example.relevant(), batch), rows(example.known(), batch));
    }

    /**
     * An empty set for a query that is no example.
     *
     * @param relevant rows of its relevant documents; may be empty
     */
    public static CandidateSet of(int query, Set<Long> relevant) {
        return new CandidateSet(query, 1, relevant, Set.of());
    }

    private CandidateSet(int query, double weight, Set<Long> relevant, Set<Long> known) {
        this.query = query;
        this.weight = weight;
        relevantRows.addAll(relevant);
        knownRows.addAll(known);
        knownRows.removeAll(relevantRows);
    }

    private static Set<Long> rows(List<DocumentId> documents, MicroBatch batch) {
        Set<Long> rows = new HashSet<>();
        documents.forEach(document -> batch.rowOf(document).ifPresent(rows::add));
        return rows;
    }

    /** The example's place in the micro-batch. */
    public int query() {
        return query;
    }

    /** How much the example counts in the batch. */
    public double weight() {
        return weight;
    }

    /** Makes the example count by so much more or less; finite, at least 0. */
    public void multiplyWeight(double factor) {
        if (!(factor >= 0 && factor < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight times %s, must be finite and at least 0".formatted(factor));
        }
        weight *= factor;
    }

    /** Lets a document that turns out to be clicked for this query be no negative, whoever adds it, before or after. */
    public void markClicked(long row) {
        if (relevantRows.contains(row)) {
            return;
        }
        knownRows.add(row);
        Candidate candidate = byRow.get(row);
        if (candidate != null) {
            candidate.ignore();
        }
    }

    /** Rows of the example's relevant documents, found or not. */
    public Set<Long> relevantRows() {
        return Set.copyOf(relevantRows);
    }

    /** Whether the document was clicked for this query, in this example or before. */
    public boolean isClicked(long row) {
        return relevantRows.contains(row) || knownRows.contains(row);
    }

    public List<Candidate> candidates() {
        if (snapshot.size() != candidates.size()) {
            snapshot = List.copyOf(candidates);
        }
        return snapshot;
    }

    public List<Candidate> negatives() {
        return candidates.stream().filter(Candidate::isNegative).toList();
    }

    public List<Candidate> relevant() {
        return candidates.stream().filter(Candidate::isRelevant).toList();
    }

    /** The lowest of the relevant candidates, such as by cosine; empty if there is none. */
    public OptionalDouble lowestRelevant(ToDoubleFunction<Candidate> score) {
        return relevant().stream().mapToDouble(score).min();
    }

    /**
     * Of what is in no index, or has been moved from where it is in the index.
     *
     * @param teacher the teacher's vector of the query // [hidden]
     */
    public void setTeacherCosinesOfVectors(float[] teacher) {
        for (Candidate candidate : candidates) {
            if (candidate.vector() != null) {
                candidate.setTeacherCosine(Vectors.dot(teacher, candidate.vector()));
            }
        }
    }

    public boolean contains(long row) {
        return byRow.containsKey(row);
    }

    /**
     * Adds a document of the index, in the role that it has for this example; one that is there already stays as it is.
     *
     * @param rank its place in the miner's ranking, from 1; 0 if it was not ranked
     */
    public void add(long row, int rank) {
        if (byRow.containsKey(row)) {
            return;
        }
        Role role = relevantRows.contains(row) ? Role.RELEVANT : knownRows.contains(row) ? Role.IGNORED : Role.NEGATIVE;
        Candidate candidate = new Candidate(row, rank, role);
        byRow.put(row, candidate);
        candidates.add(candidate);
    }

    /** Adds a document of the index that is in no pair, by its vector; one that is there already stays as it is. */
    public void addIgnored(long row, float[] unit, float cosineWithQuery) {
        if (!byRow.containsKey(row)) {
            Candidate candidate = new Candidate(row, 0, Role.IGNORED);
            candidate.setVector(unit, cosineWithQuery);
            byRow.put(row, candidate);
            candidates.add(candidate);
        }
    }

    /** Adds a vector of length 1 that is in no index. */
    public Candidate add(float[] unit, float cosineWithQuery, Role role) {
        Candidate candidate = new Candidate(NO_ROW, 0, role);
        candidate.setVector(unit, cosineWithQuery);
        candidates.add(candidate);
        return candidate;
    }

    /** The largest rank of all candidates; 0 if none was ranked. */
    public int lastRank() {
        return candidates.stream().mapToInt(Candidate::rank).max().orElse(0);
    }
}
