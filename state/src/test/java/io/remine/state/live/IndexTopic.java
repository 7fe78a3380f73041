package io.remine.state.live;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Placement;
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

/** Publishes small indexes as the records of {@code index}, for tests. */
final class IndexTopic {

    private static final int DOCUMENTS = 12;

    private final int dimension;
    private final SplittableRandom random;

    IndexTopic(int dimension, long seed) {
        this.dimension = dimension;
        this.random = new SplittableRandom(seed);
    }

    /** The blob of a segment whose documents all have this text. */
    byte[] segment(String text) {
        List<Segment.Row> rows = new ArrayList<>();
        for (int document = 0; document < DOCUMENTS; document++) {
            float[] vector = new float[dimension];
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) (random.nextDouble() - 0.5);
            }
            rows.add(new Segment.Row(new DocumentId("document-" + document), 1, text, vector));
        }
        return SegmentCodec.write(new Segment(0, Generation.FIRST, dimension, rows, List.of()), VectorEncoding.HALF);
    }

    /** A manifest of this one blob. */
    KeyedBytes manifest(String id, byte[] segment) {
        return manifest(id, segment, InputOffsets.NONE);
    }

    private KeyedBytes manifest(String id, byte[] segment, InputOffsets contained) {
        Manifest manifest = new Manifest(
                ManifestId.parse(id),
                Generation.FIRST,
                dimension,
                DOCUMENTS,
                List.of(new Manifest.Bucket(0, List.of(new SegmentRef(BlobRef.of(segment), DOCUMENTS, 0)))),
                contained,
                0);
        return new KeyedBytes(manifest.key(), manifest.toJson());
    }

    /** Blob and manifest of an index whose documents all have the manifest's id as text. */
    List<KeyedBytes> index(String id) {
        return index(id, InputOffsets.NONE);
    }

    /** The same; it contains the input so far. */
    List<KeyedBytes> index(String id, InputOffsets contained) {
        byte[] segment = segment(id);
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(segment));
        records.add(manifest(id, segment, contained));
        return records;
    }

    /** What follows such a topic, with standard limits and no graph. */
    static IndexState state(BlobCache cache, Pace pace) {
        return new IndexState(
                Generation.FIRST,
                cache,
                new BlobAssembler.Limits(1 << 24, 1 << 26),
                new Problems(),
                Placement.standard(),
                0,
                pace);
    }
}
