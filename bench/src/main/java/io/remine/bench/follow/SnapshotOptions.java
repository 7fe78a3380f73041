package io.remine.bench.follow;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import picocli.CommandLine.Option;

/** What is published, and where the figures go. */
final class SnapshotOptions {

    private static final int ROWS = 200_000;

    @Option(names = "--rows", description = "Documents. Default: ${DEFAULT-VALUE}.")
    int rows;

    @Option(names = "--dimension", defaultValue = "384", description = "Of their vectors. Default: ${DEFAULT-VALUE}.")
    int dimension;

    @Option(names = "--seed", defaultValue = "1", description = "Of the vectors. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private Path report;

    SnapshotOptions() {
        this(ROWS);
    }

    /** With another number of documents unless one is given. */
    SnapshotOptions(int rows) {
        this.rows = rows;
    }

    RandomSnapshot snapshot() {
        return new RandomSnapshot(rows, dimension, seed);
    }

    /** What is looked for. */
    float[] query() { // [dimension]
        return RandomSnapshot.vector(dimension, new SplittableRandom(seed + 1));
    }

    void report(Map<String, ?> figures) throws IOException {
        if (report != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), figures);
        }
    }
}
