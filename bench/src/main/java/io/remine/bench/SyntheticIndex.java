package io.remine.bench;

import io.remine.state.blob.BlobRef;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorPrecision;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** An index of a task's documents with vectors in random directions, in as many buckets as the index job's default. */
final class SyntheticIndex {

    private static final int BUCKETS = 8;

    private SyntheticIndex() {}

    /** The caller closes it. */
    static IndexView build(SyntheticTask task, int dimension) throws IOException {
        Map<BlobRef, byte[]> blobs = new HashMap<>();
        List<Manifest.Bucket> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            Segment segment = segment(task, dimension, bucket);
            byte[] blob = SegmentCodec.write(segment, VectorPrecision.SINGLE);
            BlobRef reference = BlobRef.of(blob);
            blobs.put(reference, blob);
            buckets.add(new Manifest.Bucket(
                    bucket, List.of(new SegmentRef(reference, segment.rows().size(), 0))));
        }
        Manifest manifest = new Manifest(
                new ManifestId(new TimelineId("bench"), 1),
                Generation.FIRST,
                dimension,
                task.documents(),
                buckets,
                InputOffsets.NONE,
                0);
        return IndexView.build(null, manifest, blobs::get);
    }

    private static Segment segment(SyntheticTask task, int dimension, int bucket) {
        List<Segment.Row> rows = IntStream.iterate(bucket, document -> document < task.documents(), i -> i + BUCKETS)
                .mapToObj(document -> new Segment.Row(
                        SyntheticTask.documentId(document), document + 1L, "", task.vector(document, dimension)))
                .toList();
        return new Segment(bucket, Generation.FIRST, dimension, rows, List.of());
    }
}
