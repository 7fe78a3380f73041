package io.remine.operators.mining;

import io.remine.operators.part.PartType;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Negatives that others supply, such as those that language models write, mixed with mined ones in a set ratio. Supplied
 * ones come first, in the order in which they were supplied, each document and each text once; a document of the index
 * counts only if the index holds it, the query may see it and it is not clicked. Where fewer are supplied than their share,
 * mined ones take their places, in the order of the current ranking.
 *
 * @param count how many negatives
 * @param share which share of them is supplied at most, rounded: 0 to 1
 * @param to the last rank mined
 */
public record ExternalSource(int count, double share, int to) implements Source {

    private static final int DEFAULT_COUNT = 64;
    private static final double DEFAULT_SHARE = 0.5;
    private static final int DEFAULT_RANK = 200;

    public static final PartType<Source> TYPE = new PartType<>(
            "external",
            "negatives of the topic negatives, written or hand-picked, mixed with mined ones in a set ratio",
            parameters -> new ExternalSource(
                    parameters.integer("count", DEFAULT_COUNT, 1, TopSource.MAX_RANK),
                    parameters.number("share", DEFAULT_SHARE, 0, 1),
                    parameters.integer("to", DEFAULT_RANK, 1, TopSource.MAX_RANK)));

    private static final long serialVersionUID = 1L;

    public ExternalSource {
        if (count < 1 || to < 1 || to > TopSource.MAX_RANK || !(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "%d negatives, a share of %s supplied, ranks to %d: must be at least 1, from 0 to 1, and 1 to %d"
                            .formatted(count, share, to, TopSource.MAX_RANK));
        }
    }

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        int most = (int) Math.round(share * count);
        List<List<SuppliedNegative>> supplied = sets.stream()
                .map(set -> usable(set, batch).stream().limit(most).toList())
                .toList();
        Map<String, float[]> vectors = encode(supplied, batch);
        int[][] ranking = batch.ranking(Miner.CURRENT, to);
        for (int i = 0; i < sets.size(); i++) {
            addSupplied(sets.get(i), supplied.get(i), vectors, batch);
            addMined(
                    sets.get(i),
                    count - supplied.get(i).size(),
                    ranking[sets.get(i).query()]);
        }
    }

    /** Those that can be a negative of the query and are not in the set, none twice. */
    private static List<SuppliedNegative> usable(CandidateSet set, MicroBatch batch) {
        List<SuppliedNegative> usable = new ArrayList<>();
        for (SuppliedNegative negative : batch.example(set.query()).negatives()) {
            if (usable.stream().noneMatch(negative::sameAs) && isUsable(negative, set, batch)) {
                usable.add(negative);
            }
        }
        return usable;
    }

    private static boolean isUsable(SuppliedNegative negative, CandidateSet set, MicroBatch batch) {
        if (!(negative instanceof SuppliedNegative.Stored stored)) {
            return true;
        }
        OptionalLong row = batch.rowOf(stored.document());
        return row.isPresent()
                && !set.isClicked(row.getAsLong())
                && !set.contains(row.getAsLong())
                && batch.isAccessible(set.query(), row.getAsLong());
    }

    private static Map<String, float[]> encode(List<List<SuppliedNegative>> supplied, MicroBatch batch) {
        Set<String> distinct = new LinkedHashSet<>();
        supplied.stream().flatMap(List::stream).forEach(negative -> {
            if (negative instanceof SuppliedNegative.Written written) {
                distinct.add(written.text());
            }
        });
        if (distinct.isEmpty()) {
            return Map.of();
        }
        List<String> texts = List.copyOf(distinct);
        float[][] rows = batch.encodeDocuments(texts);
        Map<String, float[]> vectors = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            vectors.put(texts.get(i), rows[i]);
        }
        return vectors;
    }

    private static void addSupplied(
            CandidateSet set, List<SuppliedNegative> supplied, Map<String, float[]> vectors, MicroBatch batch) {
        float[] query = batch.queryVector(set.query());
        for (SuppliedNegative negative : supplied) {
            if (negative instanceof SuppliedNegative.Written written) {
                float[] vector = vectors.get(written.text());
                set.add(vector, Vectors.dot(query, vector), Role.NEGATIVE);
            } else if (negative instanceof SuppliedNegative.Stored stored) {
                set.add(batch.rowOf(stored.document()).orElseThrow(), 0);
            }
        }
    }

    /** The relevant documents of the ranking, and the first others. */
    private static void addMined(CandidateSet set, int negatives, int[] rows) {
        int missing = negatives;
        for (int place = 0; place < rows.length; place++) {
            boolean clicked = set.isClicked(rows[place]);
            if (clicked || (missing > 0 && !set.contains(rows[place]))) {
                set.add(rows[place], place + 1);
                missing -= clicked ? 0 : 1;
            }
        }
    }

    @Override
    public int currentDepth() {
        return to;
    }
}
