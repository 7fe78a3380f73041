package io.remine.streams.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The figures of one run; the names are the fields of {@code --report}, and a figure that there is none of is null.
 *
 * @param documents glosses that were judged; what the demo upserted besides is not counted
 * @param secondsToFirstSearch from the start of the process to the first answer
 * @param secondsToFirstRelease from the start of the process to the first release of a trained version
 * @param releases versions that went live in this run
 * @param prequential one point per version of this run, over the window that the gate looks at
 * @param driftFromBase the largest of all versions
 * @param clickToServedMillis from a click to a search server that answers with a version that has learnt from it
 * @param documentToSearchableMillis from an upsert or a deletion to a search server that shows it
 * @param examplesPerSecond trained, from the first version of this run to the last
 * @param checkpointMillis of the training job's completed checkpoints
 */
record Report(
        int documents,
        Double secondsToFirstSearch,
        Double secondsToFirstRelease,
        long releases,
        HeldOut heldOut,
        List<Point> prequential,
        LineageCheck lineage,
        Double driftFromBase,
        Durations.Percentiles clickToServedMillis,
        Durations.Percentiles documentToSearchableMillis,
        Double examplesPerSecond,
        Durations.Percentiles checkpointMillis,
        long deadLetters,
        long seed) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /**
     * On queries whose words nobody clicked.
     *
     * @param mrr10DifferenceLow95 live minus frozen: the lower end of the 95 % interval by paired bootstrap
     */
    record HeldOut(int queries, Quality frozen, Quality live, double mrr10DifferenceLow95) {}

    record Quality(double mrr10, double recall10, double recall200) {}

    record Point(String version, long examples, Double mrr10, Double controlMrr10) {}

    /** Digests are 16 hexadecimal digits. */
    record LineageCheck(long inputExamples, String inputDigest, long trainedExamples, String trainedDigest) {

        boolean holds() {
            return inputExamples == trainedExamples && inputDigest.equals(trainedDigest);
        }
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException("cannot write the report as JSON", e);
        }
    }

    /** Writes the report beside its place first, so that there is never half of one. */
    void writeTo(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path partial = whole.resolveSibling(whole.getFileName() + ".partial");
        Files.writeString(partial, toJson());
        Files.move(partial, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
