package io.remine.operators.training;

import io.remine.state.encoder.Encoder;
import io.remine.state.index.BlockPrecision;
import io.remine.state.index.IndexView;
import io.remine.state.index.Placement;
import io.remine.state.index.Segment;
import io.remine.state.index.UnpublishedIndex;
import io.remine.state.lineage.InputPosition;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Documents d0, d1, ... of a few words each, encoded and put into an index of one segment; and examples on them. */
final class TinyIndex {

    static final int DOCUMENTS = 40;

    private static final String[] WORDS = {"tin", "lamp", "river", "stone", "bread", "cloud", "horse", "glass"};

    private TinyIndex() {}

    static IndexView of(Encoder encoder) {
        return of(encoder, DOCUMENTS);
    }

    static IndexView of(Encoder encoder, int documents) {
        Placement placement = new Placement(encoder.device(), BlockPrecision.SINGLE);
        return of(encoder.encodeDocuments(texts().subList(0, documents)), placement);
    }

    /** Documents of these vectors, which have length 1. */
    static IndexView of(float[][] vectors) {
        return of(vectors, Placement.standard());
    }

    private static IndexView of(float[][] vectors, Placement placement) {
        int documents = vectors.length;
        int dimension = vectors[0].length;
        List<Segment.Row> rows = new ArrayList<>();
        for (int i = 0; i < documents; i++) {
            rows.add(new Segment.Row(new DocumentId("d" + i), 1, text(i), vectors[i]));
        }
        return UnpublishedIndex.of(List.of(new Segment(0, Generation.FIRST, dimension, rows, List.of())), placement);
    }

    /** The texts of all documents, in the order of their rows. */
    static List<String> texts() {
        return IntStream.range(0, DOCUMENTS).mapToObj(TinyIndex::text).toList();
    }

    /** A query of two of the document's words, clicked on that document. */
    static Example example(int number) {
        return example(number, "d" + number % DOCUMENTS);
    }

    static Example example(int number, String clicked) {
        int document = number % DOCUMENTS;
        return new Example(
                new QueryId("q" + number),
                word(document) + " " + word(document * 3 + 1),
                new DocumentId(clicked),
                "click",
                1,
                List.of(),
                0,
                new InputPosition("examples", 0, number));
    }

    private static String text(int document) {
        return "%s %s %s %d".formatted(word(document), word(document / WORDS.length), word(document * 3 + 1), document);
    }

    private static String word(int number) {
        return WORDS[number % WORDS.length];
    }
}
