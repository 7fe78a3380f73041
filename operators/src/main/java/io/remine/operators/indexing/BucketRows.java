package io.remine.operators.indexing;

import io.remine.state.index.Segment;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.Float16;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gathers documents for a segment, in the order of their ids, so that equal documents make equal segments. */
final class BucketRows {

    private final Map<String, Optional<StoredDocument>> documents = new TreeMap<>();
    private int live;

    /** A document, deleted or live. */
    void add(String id, StoredDocument document) {
        documents.put(id, Optional.of(document));
        live += document.isLive() ? 1 : 0;
    }

    /** A document that was deleted and is forgotten. */
    void addForgotten(String id) {
        documents.put(id, Optional.empty());
    }

    /** How many are live. */
    int live() {
        return live;
    }

    /**
     * The segment; none if there is nothing for it.
     *
     * @param dimension of vectors, in case no document has one
     */
    Optional<Segment> segment(int bucket, Generation generation, int dimension) {
        List<Segment.Row> rows = new ArrayList<>();
        List<Segment.Deletion> deletions = new ArrayList<>();
        documents.forEach((id, document) -> {
            if (document.filter(StoredDocument::isLive).isPresent()) {
                rows.add(row(id, document.get()));
            } else {
                long version = document.map(StoredDocument::version).orElse(StoredDocument.NO_VERSION);
                deletions.add(new Segment.Deletion(new DocumentId(id), Math.max(0, version)));
            }
        });
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        int length = rows.isEmpty() ? dimension : rows.get(0).vector().length;
        return Optional.of(new Segment(bucket, generation, length, rows, deletions));
    }

    private static Segment.Row row(String id, StoredDocument document) {
        return new Segment.Row(
                new DocumentId(id),
                Math.max(0, document.version()),
                document.text().orElseThrow(),
                document.scope(),
                document.attributes(),
                floats(document.vector()));
    }

    private static float[] floats(short[] halves) {
        float[] vector = new float[halves.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float16.toFloat(halves[i]);
        }
        return vector;
    }
}
