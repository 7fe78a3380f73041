package io.remine.operators.indexing;

import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: depth (int), content as {@link BucketSegmentsCodec} writes it with its version. */
final class StoredBucketCodec implements Codec<StoredBucket> {

    static final StoredBucketCodec INSTANCE = new StoredBucketCodec();

    private static final long serialVersionUID = 1L;

    private StoredBucketCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(StoredBucket value, DataOutput out) throws IOException {
        out.writeInt(value.depth());
        BucketSegmentsCodec.INSTANCE.write(value.content(), out);
    }

    @Override
    public StoredBucket readFields(int version, DataInput in) throws IOException {
        return new StoredBucket(in.readInt(), BucketSegmentsCodec.INSTANCE.read(in));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
