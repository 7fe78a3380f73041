package io.remine.bench;

import io.remine.state.index.IndexView;
import io.remine.state.index.Segment;
import io.remine.state.index.UnpublishedIndex;
import io.remine.state.model.Generation;
import java.util.List;
import java.util.stream.IntStream;

/** An index of a task's documents with vectors in random directions, in as many buckets as the index job's default. */
final class SyntheticIndex {

    private static final int BUCKETS = 8;

    private SyntheticIndex() {}

    /** The caller closes it. */
    static IndexView build(SyntheticTask task, int dimension) {
        return UnpublishedIndex.of(IntStream.range(0, Math.min(BUCKETS, task.documents()))
                .mapToObj(bucket -> segment(task, dimension, bucket))
                .toList());
    }

    private static Segment segment(SyntheticTask task, int dimension, int bucket) {
        List<Segment.Row> rows = IntStream.iterate(bucket, document -> document < task.documents(), i -> i + BUCKETS)
                .mapToObj(document -> new Segment.Row(
                        SyntheticTask.documentId(document), document + 1L, "", task.vector(document, dimension)))
                .toList();
        return new Segment(bucket, Generation.FIRST, dimension, rows, List.of());
    }
}
