package io.remine.bench.follow;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.live.AtLeast;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** An index of documents with random unit vectors, as the records that publish it; repeats for a seed. */
final class RandomSnapshot {

    private static final TimelineId TIMELINE = new TimelineId("bench");
    private static final int BUCKETS = 8; // the index job's default

    private final int rows;
    private final int dimension;
    private final SplittableRandom random;
    private final List<List<SegmentRef>> segments = new ArrayList<>();
    private final long[] written; // of each document the checkpoint before; -1 for never
    private long checkpoint;
    private long digest;

    RandomSnapshot(int rows, int dimension, long seed) {
        this.written = new long[rows];
        Arrays.fill(written, -1);
        this.rows = rows;
        this.dimension = dimension;
        this.random = new SplittableRandom(seed);
    }

    /** All documents: a base for each bucket, and the manifest. */
    void publish(Consumer<KeyedBytes> topic) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            segments.add(new ArrayList<>());
            write(bucket, rowsOf(bucket), topic);
        }
        topic.accept(manifest());
    }

    /** A view of this checkpoint or a later one. */
    static AtLeast atLeast(long checkpoint) {
        return AtLeast.index(new ManifestId(TIMELINE, checkpoint));
    }

    /**
     * Other vectors for this share of the documents: a delta for each bucket, and the manifest.
     *
     * @return the manifest's checkpoint
     */
    long change(double share, Consumer<KeyedBytes> topic) {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            write(bucket, (int) Math.round(share * rowsOf(bucket)), topic);
        }
        topic.accept(manifest());
        return checkpoint;
    }

    /** As a {@link FollowerCommand follower} prints it. */
    long digest() {
        return digest;
    }

    /** A random direction. */
    static float[] vector(int dimension, RandomGenerator random) { // [dimension]
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) (random.nextDouble() - 0.5);
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static DocumentId id(int document) {
        return new DocumentId("document-" + document);
    }

    private static String text(int document, long checkpoint) {
        return "what document %d says since checkpoint %d".formatted(document, checkpoint);
    }

    private static long hash(int document, long checkpoint) {
        return 31L * id(document).hashCode() + text(document, checkpoint).hashCode();
    }

    private void write(int bucket, int count, Consumer<KeyedBytes> topic) {
        List<Segment.Row> changed = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int document = row * BUCKETS + bucket;
            changed.add(
                    new Segment.Row(id(document), checkpoint, text(document, checkpoint), vector(dimension, random)));
            digest += hash(document, checkpoint) - (written[document] < 0 ? 0 : hash(document, written[document]));
            written[document] = checkpoint;
        }
        Segment segment = new Segment(bucket, Generation.FIRST, dimension, changed, List.of());
        byte[] blob = SegmentCodec.write(segment, VectorEncoding.HALF);
        Blobs.split(blob).forEach(topic);
        segments.get(bucket).add(new SegmentRef(BlobRef.of(blob), count, 0));
    }

    private int rowsOf(int bucket) {
        return (rows - bucket + BUCKETS - 1) / BUCKETS;
    }

    private KeyedBytes manifest() {
        checkpoint++;
        List<Manifest.Bucket> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            buckets.add(new Manifest.Bucket(bucket, segments.get(bucket)));
        }
        Manifest manifest = new Manifest(
                new ManifestId(TIMELINE, checkpoint),
                Generation.FIRST,
                dimension,
                rows,
                buckets,
                InputOffsets.NONE,
                System.currentTimeMillis());
        return new KeyedBytes(manifest.key(), manifest.toJson());
    }
}
