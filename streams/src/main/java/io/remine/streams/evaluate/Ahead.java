package io.remine.streams.evaluate;

import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How well a stream is answered before it is learnt: at every twentieth of it but the first, what the model of that moment
 * finds of the right documents of the queries up to the next one, whatever their clicks say. Test, then train, by parts (Dawid, <a
 * href="https://doi.org/10.2307/2981683">Statistical Theory: The Prequential Approach</a>, 1984). All queries of the stream
 * speak, at all times of it, where a test split speaks once and of one last step.
 */
final class Ahead {

    private static final int PARTS = 20;

    private final List<JudgedQuery> stream;
    private final List<Double> ndcg10 = new ArrayList<>(); // of each part but the first
    private int part = 1;

    /** @param stream the queries of the first pass, in its order, with their right documents */
    Ahead(List<JudgedQuery> stream) {
        this.stream = stream;
    }

    /**
     * Notes that so many of the stream's queries have been learnt.
     *
     * @param mean nDCG@10 of queries by the model that has learnt them
     */
    void learnt(long queries, ToDoubleFunction<List<JudgedQuery>> mean) {
        while (part < PARTS && queries >= begin(part)) {
            int end = begin(part + 1);
            if (queries < end) {
                ndcg10.add(mean.applyAsDouble(stream.subList(Math.toIntExact(queries), end)));
            }
            part++;
        }
    }

    /** The mean of the parts; NaN if none was measured. */
    double meanNdcg10() {
        return ndcg10.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private int begin(int part) {
        return Math.toIntExact((long) stream.size() * part / PARTS);
    }
}
