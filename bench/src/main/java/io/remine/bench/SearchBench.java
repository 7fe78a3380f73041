package io.remine.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exact search of one index by turns in this process and in a peer: bursts of searches on either side, in turn, so that what
 * else the machine does meets both alike. Medians over all bursts.
 *
 * @param peer to compare with, if there is one
 * @param rounds bursts of either side for each cell
 * @param tolerance of scores, which are at most 1: the order of additions differs
 */
record SearchBench(Optional<Peer> peer, int rounds, long seed, float tolerance) {

    static final int DIMENSION = 384;
    static final int K = 200;

    private static final double WARM_UP_MILLIS = 4000;
    private static final double BURST_MILLIS = 50;
    private static final int MAX_BURST = 25;

    /** Searches an index of this many rows with each size of batch. */
    void run(int rows, List<Integer> batches, Consumer<SearchCell> result) throws IOException {
        int most = batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
        Path directory = Files.createTempDirectory("remine-bench");
        Path vectors = directory.resolve("vectors");
        Path queries = directory.resolve("queries");
        float[][] queryVectors = queries(most);
        try (IndexView view = RandomIndex.build(rows, DIMENSION, seed, directory, vectors);
                NDManager manager = PyTorch.newManager()) {
            write(queryVectors, queries);
            if (peer.isPresent()) {
                peer.get().ask("load", vectors, rows, queries, most, DIMENSION);
            }
            for (int batch : batches) {
                try (NDArray batched = manager.create(Arrays.copyOf(queryVectors, batch))) {
                    result.accept(cell(view, batched, rows, batch));
                }
            }
        } finally {
            delete(directory);
        }
    }

    private SearchCell cell(IndexView view, NDArray queries, int rows, int batch) throws IOException {
        List<Double> warmUp = new ArrayList<>();
        for (double spent = 0; spent < WARM_UP_MILLIS || warmUp.size() < 3; spent += warmUp.get(warmUp.size() - 1)) {
            warmUp.add(timed(view, queries));
        }
        int burst = (int) Math.max(1, Math.min(MAX_BURST, BURST_MILLIS / median(warmUp)));
        if (peer.isPresent()) {
            checkSame(view.search(queries, K), peer.get().ask("hits", batch, K));
            peer.get().ask("tune", batch, K);
        }
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < burst; i++) {
                ours.add(timed(view, queries));
            }
            if (peer.isPresent()) {
                for (JsonNode millis : peer.get().ask("search", batch, K, burst).required("millis")) {
                    theirs.add(millis.asDouble());
                }
            }
        }
        return new SearchCell(rows, batch, median(ours), theirs.isEmpty() ? Double.NaN : median(theirs));
    }

    private static double timed(IndexView view, NDArray queries) {
        long begin = System.nanoTime();
        view.search(queries, K);
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Both found the same, but for rows whose scores are as good as equal to the last one's. */
    private void checkSame(Hits ours, JsonNode theirs) {
        for (int query = 0; query < ours.queries(); query++) {
            float[] scores = ours.scores()[query];
            JsonNode peerScores = theirs.required("scores").get(query);
            JsonNode peerRows = theirs.required("rows").get(query);
            Set<Integer> rows = new HashSet<>();
            IntStream.of(ours.rows()[query]).forEach(rows::add);
            for (int rank = 0; rank < scores.length; rank++) {
                float score = (float) peerScores.get(rank).asDouble();
                int row = peerRows.get(rank).asInt();
                boolean found = rows.contains(row) || score <= scores[scores.length - 1] + tolerance;
                if (!found || Math.abs(score - scores[rank]) > tolerance) {
                    throw new IllegalStateException(
                            "query %d, rank %d: row %d with score %s here, row %d with score %s from the peer"
                                    .formatted(query, rank, ours.rows()[query][rank], scores[rank], row, score));
                }
            }
        }
    }

    private float[][] queries(int count) {
        Random random = new Random(~seed);
        return IntStream.range(0, count)
                .mapToObj(query -> RandomIndex.unitVector(random, DIMENSION))
                .toArray(float[][]::new);
    }

    private static void write(float[][] vectors, Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (float[] vector : vectors) {
            bytes.writeBytes(RandomIndex.bytes(vector));
        }
        Files.write(file, bytes.toByteArray());
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
