package io.remine.operators.indexing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.blob.BlobFields;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.index.Manifest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: bucket (int), round (long), segments (list of blob, rows (int), deletions (int)), documents (int),
 * unreferenced blobs (list).
 */
public final class SegmentWrittenCodec implements Codec<SegmentWritten> {

    public static final SegmentWrittenCodec INSTANCE = new SegmentWrittenCodec();

    /** For the stream from buckets to the manifest. */
    public static final CodecTypeInformation<SegmentWritten> TYPE =
            CodecTypeInformation.of(INSTANCE, SegmentWritten.class);

    private static final long serialVersionUID = 1L;

    private SegmentWrittenCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(SegmentWritten value, DataOutput out) throws IOException {
        out.writeInt(value.bucket());
        out.writeLong(value.round());
        SegmentFields.writeSegments(value.segments(), out);
        out.writeInt(value.documents());
        Bounded.writeList(value.unreferenced(), out, BlobFields::write);
    }

    @Override
    public SegmentWritten readFields(int version, DataInput in) throws IOException {
        return new SegmentWritten(
                in.readInt(),
                in.readLong(),
                SegmentFields.readSegments(in),
                in.readInt(),
                Bounded.readList(in, "unreferenced blobs", Manifest.MAX_SEGMENTS, BlobFields::read));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
