package io.remine.bench.encodings;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one contender.
 *
 * @param bytesSent of vectors in segments, for each row
 * @param bytesKept of vectors in memory, for each row
 * @param codeBytes of these that grow with the rows, for each row: without codebooks
 * @param recall10 how many of the ten best in single precision are among its ten best, of 1
 * @param recall200 the same of 200
 * @param oneQuery time of a search for one query, by that in single precision
 * @param manyQueries the same for a batch
 */
record EncodingFigures(
        Contender contender,
        double bytesSent,
        double bytesKept,
        double codeBytes,
        double recall10,
        double recall200,
        double oneQuery,
        double manyQueries) {

    static final String HEADINGS = "%-18s %10s %10s %9s %10s %8s %10s %8s %9s"
            .formatted(
                    "vectors",
                    "sent B/row",
                    "kept B/row",
                    "growing",
                    "fp32/that",
                    "rec@10",
                    "rec@200",
                    "1 query",
                    EncodingsBench.BATCH + " queries");

    /** How often smaller than single precision what grows with the rows is. */
    double timesSmaller(int dimension) {
        return Float.BYTES * dimension / codeBytes;
    }

    String line(int dimension) {
        return "%-18s %10.1f %10.1f %9.1f %10.1f %8.4f %10.4f %8.2f %9.2f"
                .formatted(
                        contender.label(),
                        bytesSent,
                        bytesKept,
                        codeBytes,
                        timesSmaller(dimension),
                        recall10,
                        recall200,
                        oneQuery,
                        manyQueries);
    }

    Map<String, Object> toJson(int dimension) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("vectors", contender.label());
        json.put("bytesSentPerRow", bytesSent);
        json.put("bytesKeptPerRow", bytesKept);
        json.put("bytesGrowingPerRow", codeBytes);
        json.put("timesSmaller", timesSmaller(dimension));
        json.put("recall10", recall10);
        json.put("recall200", recall200);
        json.put("timeRatioOneQuery", oneQuery);
        json.put("timeRatioBatch", manyQueries);
        return json;
    }
}
