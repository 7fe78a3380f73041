package io.remine.operators.indexing;

import io.remine.state.blob.BlobFields;
import io.remine.state.codec.Bounded;
import io.remine.state.index.Manifest;
import io.remine.state.index.SegmentRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/** Fields that the codecs of this package share. */
final class SegmentFields {

    private SegmentFields() {}

    /** A list of blob, rows (int), deletions (int). */
    static void writeSegments(List<SegmentRef> segments, DataOutput out) throws IOException {
        Bounded.writeList(segments, out, SegmentFields::writeSegment);
    }

    static List<SegmentRef> readSegments(DataInput in) throws IOException {
        return Bounded.readList(in, "segments", Manifest.MAX_SEGMENTS, SegmentFields::readSegment);
    }

    private static void writeSegment(SegmentRef segment, DataOutput out) throws IOException {
        BlobFields.write(segment.blob(), out);
        out.writeInt(segment.rows());
        out.writeInt(segment.deletions());
    }

    private static SegmentRef readSegment(DataInput in) throws IOException {
        return new SegmentRef(BlobFields.read(in), in.readInt(), in.readInt());
    }
}
