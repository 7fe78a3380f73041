package io.remine.operators.indexing;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.Bounded;
import io.remine.state.index.Manifest;
import io.remine.state.index.SegmentRef;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;

/** Fields that the codecs of this package share. A blob is its 32 bytes of SHA-256 and its length (long). */
final class SegmentFields {

    private static final int HASH_BYTES = 32;

    private SegmentFields() {}

    static void writeBlob(BlobRef blob, DataOutput out) throws IOException {
        out.write(HexFormat.of().parseHex(blob.hash().hex()));
        out.writeLong(blob.bytes());
    }

    static BlobRef readBlob(DataInput in) throws IOException {
        byte[] hash = new byte[HASH_BYTES];
        in.readFully(hash);
        return new BlobRef(new BlobHash(HexFormat.of().formatHex(hash)), in.readLong());
    }

    /** A list of blob, rows (int), deletions (int). */
    static void writeSegments(List<SegmentRef> segments, DataOutput out) throws IOException {
        Bounded.writeList(segments, out, SegmentFields::writeSegment);
    }

    static List<SegmentRef> readSegments(DataInput in) throws IOException {
        return Bounded.readList(in, "segments", Manifest.MAX_SEGMENTS, SegmentFields::readSegment);
    }

    private static void writeSegment(SegmentRef segment, DataOutput out) throws IOException {
        writeBlob(segment.blob(), out);
        out.writeInt(segment.rows());
        out.writeInt(segment.deletions());
    }

    private static SegmentRef readSegment(DataInput in) throws IOException {
        return new SegmentRef(readBlob(in), in.readInt(), in.readInt());
    }
}
