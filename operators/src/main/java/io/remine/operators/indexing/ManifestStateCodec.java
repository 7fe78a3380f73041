package io.remine.operators.indexing;

import io.remine.state.blob.BlobFields;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.index.Segment;
import io.remine.state.lineage.InputOffsetsCodec;
import io.remine.state.model.Generation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Version 1: generation, dimension, number of buckets (ints), buckets that are not empty (list of number (int) and bucket),
 * offsets, unreferenced blobs (list of blob and since when (long)). Buckets and offsets as their codecs write them with
 * their versions.
 */
final class ManifestStateCodec implements Codec<ManifestState> {

    static final ManifestStateCodec INSTANCE = new ManifestStateCodec();

    private static final long serialVersionUID = 1L;
    private static final int MAX_UNREFERENCED = 1 << 24;

    private ManifestStateCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(ManifestState value, DataOutput out) throws IOException {
        out.writeInt(value.generation().number());
        out.writeInt(value.dimension());
        out.writeInt(value.bucketCount());
        out.writeInt(value.buckets().size());
        for (Map.Entry<Integer, BucketSegments> bucket : value.buckets().entrySet()) {
            out.writeInt(bucket.getKey());
            BucketSegmentsCodec.INSTANCE.write(bucket.getValue(), out);
        }
        InputOffsetsCodec.INSTANCE.write(value.offsets(), out);
        Bounded.writeList(value.unreferenced(), out, ManifestStateCodec::writeUnreferenced);
    }

    @Override
    public ManifestState readFields(int version, DataInput in) throws IOException {
        Generation generation = new Generation(in.readInt());
        int dimension = in.readInt();
        int bucketCount = in.readInt();
        TreeMap<Integer, BucketSegments> buckets = new TreeMap<>();
        int listed = Bounded.readLength(in, "buckets", Segment.MAX_BUCKETS);
        for (int i = 0; i < listed; i++) {
            buckets.put(in.readInt(), BucketSegmentsCodec.INSTANCE.read(in));
        }
        return new ManifestState(
                generation,
                dimension,
                bucketCount,
                buckets,
                InputOffsetsCodec.INSTANCE.read(in),
                Bounded.readList(in, "unreferenced", MAX_UNREFERENCED, ManifestStateCodec::readUnreferenced));
    }

    private static void writeUnreferenced(ManifestState.Unreferenced blob, DataOutput out) throws IOException {
        BlobFields.write(blob.blob(), out);
        out.writeLong(blob.sinceMillis());
    }

    private static ManifestState.Unreferenced readUnreferenced(DataInput in) throws IOException {
        return new ManifestState.Unreferenced(BlobFields.read(in), in.readLong());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
