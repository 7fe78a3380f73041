package io.remine.operators.indexing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents that wait to be encoded, each with its newest text. Empty whenever a barrier passes, so never in a checkpoint. */
final class EncodingQueue {

    /** What is done with an encoded document. */
    @FunctionalInterface
    interface Sink {
        void encoded(DocumentPlace place, float[] vector) throws Exception;
    }

    private final Map<DocumentPlace, String> texts = new LinkedHashMap<>();

    void put(DocumentPlace place, String text) {
        texts.put(place, text);
    }

    void remove(DocumentPlace place) {
        texts.remove(place);
    }

    int size() {
        return texts.size();
    }

    /** Encodes all that waits, at once. */
    void drain(DocumentEncoder encoder, Sink sink) throws Exception {
        if (texts.isEmpty()) {
            return;
        }
        List<DocumentPlace> places = new ArrayList<>(texts.keySet());
        float[][] vectors = encoder.encode(new ArrayList<>(texts.values()));
        texts.clear();
        for (int i = 0; i < vectors.length; i++) {
            sink.encoded(places.get(i), vectors[i]);
        }
    }
}
