package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.encoder.MiniLm;
import io.remine.state.huggingface.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Mines the same files with {@code ./remine mine}, in a process of its own, and with sentence-transformers, one after the
 * other. Our time is that of the whole process, the peer's that from its first file to
 * its last.
 *
 * @param launcher the program {@code remine}
 * @param negatives for each query, at most
 * @param rangeMax the last rank that is looked at
 * @param relativeMargin share of the positive's cosine that a negative must be below it
 */
record NegativesBench(PeerOptions options, Path launcher, int negatives, int rangeMax, double relativeMargin) {

    /** Of the triplets that either side found, how many both must have: the order of additions differs. */
    private static final double LEAST_COMMON = 0.99;

    /** @param directory for the files of both sides */
    NegativesFigures run(NegativesTask task, boolean withPeer, Path directory)
            throws IOException, InterruptedException {
        Path out = directory.resolve("ours.jsonl");
        MeasuredProcess ours = MeasuredProcess.run(
                mine(task, directory.resolve("cache"), out),
                Map.of("REMINE_JAVA_OPTIONS", "-XX:ActiveProcessorCount=" + options.threads));
        return new NegativesFigures(
                task, ours, withPeer ? Optional.of(peer(task, lines(out), directory)) : Optional.empty());
    }

    private NegativesFigures.OfPeer peer(NegativesTask task, Set<JsonNode> ours, Path directory) throws IOException {
        Path model = directory.resolve("model");
        ModelDirectory.write(MiniLm.load(), model);
        Path out = directory.resolve("peer.jsonl");
        try (Peer peer = Peer.start(options.python, options.scripts.resolve("negatives.py"), arguments(model))) {
            JsonNode answer = peer.ask("mine", task.queryFile(), task.documentFile(), out);
            MeasuredProcess process = new MeasuredProcess(
                    answer.required("seconds").asDouble(), peer.memory().peakBytes());
            double common = common(ours, lines(out));
            if (common < LEAST_COMMON) {
                throw new IllegalStateException(
                        "not the same work: both sides found %.4f of all triplets, must be at least %s"
                                .formatted(common, LEAST_COMMON));
            }
            return new NegativesFigures.OfPeer(peer.name(), process, common);
        }
    }

    private List<String> mine(NegativesTask task, Path cache, Path out) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of(launcher.toString(), "mine"));
        command.addAll(List.of("--queries", task.queryFile().toString()));
        command.addAll(List.of("--documents", task.documentFile().toString()));
        command.addAll(List.of("--cache", cache.toString(), "--out", out.toString()));
        command.addAll(List.of("--num-negatives", Integer.toString(negatives)));
        command.addAll(List.of("--range-max", Integer.toString(rangeMax)));
        command.addAll(List.of("--relative-margin", Double.toString(relativeMargin)));
        return command;
    }

    private List<String> arguments(Path model) {
        return List.of(
                model.toString(),
                "--threads",
                Integer.toString(options.threads),
                "--negatives",
                Integer.toString(negatives),
                "--range-max",
                Integer.toString(rangeMax),
                "--relative-margin",
                Double.toString(relativeMargin));
    }

    /** Of those that are in either set, the share of those that are in both; 1 if there are none. */
    static <T> double common(Set<T> some, Set<T> others) {
        long both = some.stream().filter(others::contains).count();
        long either = some.size() + others.size() - both;
        return either == 0 ? 1 : both / (double) either;
    }

    private static Set<JsonNode> lines(Path file) throws IOException {
        Set<JsonNode> triplets = new HashSet<>();
        try (MappingIterator<JsonNode> lines =
                new ObjectMapper().readerFor(JsonNode.class).readValues(file.toFile())) {
            lines.forEachRemaining(triplets::add);
        }
        return triplets;
    }
}
