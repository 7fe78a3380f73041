package io.remine.state.index;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Indexes that no job publishes: of a corpus that does not change, of a bench, of a test. Each segment is a bucket. */
public final class UnpublishedIndex {

    private static final TimelineId TIMELINE = new TimelineId("unpublished");

    private UnpublishedIndex() {}

    /**
     * A view of these segments in single precision; the caller closes it.
     *
     * @param segments the one of bucket 0, of bucket 1 and so on, at least one
     */
    public static IndexView of(List<Segment> segments) {
        return of(segments, Placement.standard());
    }

    /** The same where, and as exact as, asked for. */
    public static IndexView of(List<Segment> segments, Placement placement) {
        Map<BlobRef, byte[]> blobs = new HashMap<>();
        List<SegmentRef> references = new ArrayList<>();
        for (Segment segment : segments) {
            byte[] blob = SegmentCodec.write(segment, VectorEncoding.SINGLE);
            SegmentRef reference = reference(blob, segment.rows().size());
            references.add(reference);
            blobs.put(reference.blob(), blob);
        }
        try {
            return view(segments.get(0).dimension(), references, blobs::get, placement);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Points at the bytes of a segment that deletes nothing. */
    public static SegmentRef reference(byte[] segment, int rows) {
        return new SegmentRef(BlobRef.of(segment), rows, 0);
    }

    /**
     * A view of segments that lie somewhere, read one after the other; the caller closes it.
     *
     * @param dimension length of every vector
     * @param segments the one of bucket 0, of bucket 1 and so on
     * @throws IOException if one cannot be read or is not what its reference says
     */
    public static IndexView view(int dimension, List<SegmentRef> segments, BlobSource blobs) throws IOException {
        return view(dimension, segments, blobs, Placement.standard());
    }

    /** The same where, and as exact as, asked for. */
    public static IndexView view(int dimension, List<SegmentRef> segments, BlobSource blobs, Placement placement)
            throws IOException {
        List<Manifest.Bucket> buckets = IntStream.range(0, segments.size())
                .mapToObj(number -> new Manifest.Bucket(number, List.of(segments.get(number))))
                .toList();
        Manifest manifest = new Manifest(
                new ManifestId(TIMELINE, 1),
                Generation.FIRST,
                dimension,
                segments.stream().mapToLong(SegmentRef::rows).sum(),
                buckets,
                InputOffsets.NONE,
                0);
        return IndexView.build(null, manifest, blobs, placement);
    }
}
