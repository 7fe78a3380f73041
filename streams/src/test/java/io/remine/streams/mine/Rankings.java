package io.remine.streams.mine;

import io.remine.operators.mining.Vectors;
import io.remine.state.encoder.Encoder;
import io.remine.streams.beir.Document;
import io.remine.streams.mine.Mined.Passage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Rankings without an index: every cosine is computed, and sorted. */
final class Rankings {

    private Rankings() {}

    static List<Passage> ofAll(AskedQuery query, List<Document> documents, Encoder encoder) {
        float[] asked = encoder.encodeQueries(List.of(query.text()))[0];
        float[][] vectors =
                encoder.encodeDocuments(documents.stream().map(Document::text).toList());
        List<Passage> ranking = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            Document document = documents.get(i);
            boolean relevant = query.positives().contains(document.id());
            ranking.add(new Passage(document, Vectors.dot(asked, vectors[i]), relevant));
        }
        ranking.sort(Comparator.comparing(Passage::score).reversed());
        return ranking;
    }
}
