package io.remine.streams.mine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.streams.mine.Mined.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a record of the output holds: the formats of sentence-transformers' {@code mine_hard_negatives}. */
enum OutputFormat {
    /** {@code query}, {@code positive}, {@code negative}: a record for each pair of positive and negative. */
    TRIPLET,
    /** {@code query}, {@code positive}, {@code negative_1} ... : a record for each positive, if there are enough negatives. */
    N_TUPLE,
    /** {@code query}, {@code document}, {@code label}, 1 or 0: a record for each positive and each negative. */
    LABELED_PAIR,
    /** {@code query}, {@code documents}, {@code labels}: a record for each positive with all negatives. */
    LABELED_LIST;

    /**
     * How records are written.
     *
     * @param ids whether ids stand for the texts of queries and documents
     * @param scores whether cosines are written too
     */
    record Style(boolean ids, boolean scores) {}

    /** Whether a record has the place of a positive, which must be filled. */
    boolean needsPositive() {
        return this == TRIPLET || this == N_TUPLE;
    }

    /** Whether relevant documents can be told from negatives, or their order shown, when they are ranked together. */
    boolean keepsRanking() {
        return this == N_TUPLE || this == LABELED_LIST;
    }

    /**
     * The records of one query.
     *
     * @param negatives how many were asked for
     */
    List<ObjectNode> records(Mined mined, int negatives, boolean includePositives, Style style) {
        Writer writer = new Writer(mined, style);
        if (mined.chosen().isEmpty()) {
            return List.of();
        }
        return switch (this) {
            case TRIPLET -> writer.triplets();
            case N_TUPLE -> mined.chosen().size() < negatives ? List.of() : writer.tuples();
            case LABELED_PAIR -> writer.pairs();
            case LABELED_LIST -> includePositives ? List.of(writer.list(mined.chosen())) : writer.lists();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Writer(Mined mined, Style style) {

        List<ObjectNode> triplets() {
            List<ObjectNode> triplets = new ArrayList<>();
            for (Passage positive : mined.positives()) {
                for (Passage negative : mined.chosen()) {
                    ObjectNode triplet =
                            record().put("positive", shown(positive)).put("negative", shown(negative));
                    if (style.scores()) {
                        triplet.put("positive_score", positive.score()).put("negative_score", negative.score());
                    }
                    triplets.add(triplet);
                }
            }
            return triplets;
        }

        List<ObjectNode> tuples() {
            List<ObjectNode> tuples = new ArrayList<>();
            for (Passage positive : mined.positives()) {
                ObjectNode tuple = record().put("positive", shown(positive));
                for (int i = 0; i < mined.chosen().size(); i++) {
                    tuple.put("negative_" + (i + 1), shown(mined.chosen().get(i)));
                }
                if (style.scores()) {
                    addScores(tuple, first(positive));
                }
                tuples.add(tuple);
            }
            return tuples;
        }

        List<ObjectNode> pairs() {
            List<Passage> all = new ArrayList<>(mined.positives());
            all.addAll(mined.chosen());
            List<ObjectNode> pairs = new ArrayList<>();
            for (Passage passage : all) {
                ObjectNode pair = record().put("document", shown(passage)).put("label", label(passage));
                if (style.scores()) {
                    pair.put("score", passage.score());
                }
                pairs.add(pair);
            }
            return pairs;
        }

        List<ObjectNode> lists() {
            return mined.positives().isEmpty()
                    ? List.of(list(mined.chosen()))
                    : mined.positives().stream()
                            .map(positive -> list(first(positive)))
                            .toList();
        }

        ObjectNode list(List<Passage> passages) {
            ObjectNode list = record();
            ArrayNode documents = list.putArray("documents");
            passages.forEach(passage -> documents.add(shown(passage)));
            ArrayNode labels = list.putArray("labels");
            passages.forEach(passage -> labels.add(label(passage)));
            if (style.scores()) {
                addScores(list, passages);
            }
            return list;
        }

        private ObjectNode record() {
            AskedQuery query = mined.query();
            return JsonNodeFactory.instance.objectNode().put("query", style.ids() ? query.id() : query.text());
        }

        private List<Passage> first(Passage positive) {
            List<Passage> passages = new ArrayList<>(List.of(positive));
            passages.addAll(mined.chosen());
            return passages;
        }

        private static void addScores(ObjectNode node, List<Passage> passages) {
            ArrayNode scores = node.putArray("scores");
            passages.forEach(passage -> scores.add(passage.score()));
        }

        private String shown(Passage passage) {
            return style.ids() ? passage.document().id() : passage.document().text();
        }

        private static int label(Passage passage) {
            return passage.relevant() ? 1 : 0;
        }
    }
}
