package io.remine.state.verify;

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
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Records of a small index of two buckets, some of them of several chunks, to be damaged one way or another. */
final class DamagedTopic {

    static final int DIMENSION = 1_024;
    /** Documents whose vectors fill more than one chunk. */
    static final int MANY = 900;

    private static final long SEED = 6;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** What is on the topic. */
    final List<KeyedBytes> records = new ArrayList<>();

    final byte[] large = segment(0, Generation.FIRST, rows("large-", MANY, 1), List.of());
    final byte[] small = segment(1, Generation.FIRST, rows("small-", 3, 5), List.of());

    DamagedTopic() {
        records.addAll(Blobs.split(large));
        records.addAll(Blobs.split(small));
    }

    /** Of an index of the two segments. */
    Manifest manifest(String id) {
        return manifest(id, MANY + 3, bucket(0, reference(large, MANY, 0)), bucket(1, reference(small, 3, 0)));
    }

    static Manifest manifest(String id, long documents, Manifest.Bucket... buckets) {
        return new Manifest(
                ManifestId.parse(id), Generation.FIRST, DIMENSION, documents, List.of(buckets), InputOffsets.NONE, 0);
    }

    static Manifest.Bucket bucket(int number, SegmentRef... segments) {
        return new Manifest.Bucket(number, List.of(segments));
    }

    static SegmentRef reference(byte[] segment, int rows, int deletions) {
        return new SegmentRef(BlobRef.of(segment), rows, deletions);
    }

    static byte[] segment(int bucket, Generation generation, List<Segment.Row> rows, List<Segment.Deletion> deletions) {
        return SegmentCodec.write(new Segment(bucket, generation, DIMENSION, rows, deletions), VectorEncoding.HALF);
    }

    List<Segment.Row> rows(String prefix, int count, long version) {
        List<Segment.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[DIMENSION];
            for (int place = 0; place < DIMENSION; place++) {
                vector[place] = (float) (random.nextDouble() - 0.5);
            }
            rows.add(new Segment.Row(new DocumentId(prefix + i), version, "", vector));
        }
        return rows;
    }

    void publish(Manifest manifest) {
        records.add(new KeyedBytes(manifest.key(), manifest.toJson()));
    }

    void publish(byte[] blob) {
        records.addAll(Blobs.split(blob));
    }
}
