package io.remine.bench.encodings;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.blob.BlobCache;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.UnpublishedIndex;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.PyTorch;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same vectors in segments of every encoding, and the same queries searched in each by turns, so that what else the machine
 * does meets all alike. Segments are files of a cache, as a live consumer has them.
 */
final class EncodingsBench {

    static final int BATCH = 32;
    private static final int K = 200;
    private static final int NEAR_K = 10;

    /** Rows of a bucket: of 100,000 documents in the index job's eight. */
    private static final int BUCKET_ROWS = 12_500;

    private static final Set<String> OF_VECTORS = Set.of("vectors", "scales", "codes", "codebooks");

    private final float[][] documents;
    private final float[][] queries;
    private final int rounds;

    /** @param rounds searches of each contender that are timed */
    EncodingsBench(float[][] documents, float[][] queries, int rounds) {
        this.documents = documents;
        this.queries = queries;
        this.rounds = rounds;
    }

    /** An index of one contender. */
    private record Built(IndexView view, double bytesSent, double codebookBytes) {}

    /** @param directory an empty one, where segments go */
    List<EncodingFigures> run(Path directory) throws IOException {
        Map<Contender, Built> built = new EnumMap<>(Contender.class);
        try (BlobCache cache = BlobCache.open(directory);
                NDManager manager = PyTorch.newManager()) {
            for (Contender contender : Contender.values()) {
                built.put(contender, build(contender, cache));
            }
            NDArray all = manager.create(queries);
            NDArray one = manager.create(new float[][] {queries[0]});
            NDArray many = manager.create(Arrays.copyOf(queries, Math.min(BATCH, queries.length)));
            Map<Contender, Double> oneMillis = millis(built, one);
            Map<Contender, Double> manyMillis = millis(built, many);
            List<EncodingFigures> figures = new ArrayList<>();
            built.forEach((contender, index) -> {
                double kept = (double) index.view().vectorBytes() / documents.length;
                figures.add(new EncodingFigures(
                        contender,
                        index.bytesSent(),
                        kept,
                        kept - index.codebookBytes(),
                        recall(contender, built, all, NEAR_K),
                        recall(contender, built, all, K),
                        oneMillis.get(contender) / oneMillis.get(Contender.FP32),
                        manyMillis.get(contender) / manyMillis.get(Contender.FP32)));
            });
            return figures;
        } finally {
            built.values().forEach(index -> index.view().close());
        }
    }

    private Built build(Contender contender, BlobCache cache) throws IOException {
        List<SegmentRef> segments = new ArrayList<>();
        int buckets = Math.max(1, documents.length / BUCKET_ROWS);
        long sent = 0;
        long codebooks = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            int begin = (int) ((long) bucket * documents.length / buckets);
            int end = (int) ((bucket + 1L) * documents.length / buckets);
            List<Segment.Row> rows = IntStream.range(begin, end)
                    .mapToObj(row -> new Segment.Row(new DocumentId("d" + row), 1, "", documents[row]))
                    .toList();
            Segment segment = new Segment(bucket, Generation.FIRST, documents[0].length, rows, List.of());
            byte[] blob = SegmentCodec.write(segment, contender.encoding());
            for (Tensor tensor : SafeTensors.read(blob).tensors()) {
                sent += OF_VECTORS.contains(tensor.name()) ? tensor.data().remaining() : 0;
                codebooks +=
                        tensor.name().equals("codebooks") ? 2L * tensor.data().remaining() : 0; // kept in two orders
            }
            cache.write(blob);
            segments.add(UnpublishedIndex.reference(blob, rows.size()));
        }
        IndexView view = UnpublishedIndex.view(documents[0].length, segments, cache, contender.placement());
        return new Built(view, (double) sent / documents.length, (double) codebooks / documents.length);
    }

    private static double recall(Contender contender, Map<Contender, Built> built, NDArray queries, int k) {
        Hits best = Contender.FP32.search(built.get(Contender.FP32).view(), queries, k);
        Hits found = contender.search(built.get(contender).view(), queries, k);
        long shared = 0;
        long wanted = 0;
        for (int query = 0; query < best.queries(); query++) {
            Set<Integer> right = new HashSet<>();
            IntStream.of(best.rows()[query]).forEach(right::add);
            wanted += right.size();
            shared += IntStream.of(found.rows()[query]).filter(right::contains).count();
        }
        return (double) shared / wanted;
    }

    /** The median of each contender's searches, which take turns. */
    private Map<Contender, Double> millis(Map<Contender, Built> built, NDArray batch) {
        Map<Contender, List<Double>> taken = new EnumMap<>(Contender.class);
        for (int round = -rounds / 2; round < rounds; round++) { // those before 0 warm up
            for (Contender contender : Contender.values()) {
                long begin = System.nanoTime();
                contender.search(built.get(contender).view(), batch, K);
                double millis = (System.nanoTime() - begin) / 1e6;
                if (round >= 0) {
                    taken.computeIfAbsent(contender, each -> new ArrayList<>()).add(millis);
                }
            }
        }
        Map<Contender, Double> medians = new EnumMap<>(Contender.class);
        taken.forEach((contender, each) ->
                medians.put(contender, each.stream().sorted().toList().get(each.size() / 2)));
        return medians;
    }
}
