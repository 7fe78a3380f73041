package io.remine.operators.indexing;

import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: segments (list of blob, rows (int), deletions (int)), documents (int).
 */
final class BucketSegmentsCodec implements Codec<BucketSegments> {

    static final BucketSegmentsCodec INSTANCE = new BucketSegmentsCodec();

    private static final long serialVersionUID = 1L;

    private BucketSegmentsCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(BucketSegments value, DataOutput out) throws IOException {
        SegmentFields.writeSegments(value.segments(), out);
        out.writeInt(value.documents());
    }

    @Override
    public BucketSegments readFields(int version, DataInput in) throws IOException {
        return new BucketSegments(SegmentFields.readSegments(in), in.readInt());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
