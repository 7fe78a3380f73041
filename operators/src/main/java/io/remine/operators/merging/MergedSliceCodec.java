package io.remine.operators.merging;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.model.ParameterHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Version 1: round (long), slice (int), update (blob), whether there is a full copy (boolean), the full copy if so (blob),
 * hash of the parameters (string). A blob is its hash (string) and its size in bytes (long).
 */
public final class MergedSliceCodec implements Codec<MergedSlice> {

    public static final MergedSliceCodec INSTANCE = new MergedSliceCodec();

    private static final int HASH_BYTES = 64;

    private static final long serialVersionUID = 1L;

    private MergedSliceCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(MergedSlice merged, DataOutput out) throws IOException {
        out.writeLong(merged.round());
        out.writeInt(merged.slice());
        writeBlob(merged.update(), out);
        out.writeBoolean(merged.full().isPresent());
        if (merged.full().isPresent()) {
            writeBlob(merged.full().get(), out);
        }
        Bounded.writeString(merged.sha256().hex(), out);
    }

    @Override
    public MergedSlice readFields(int version, DataInput in) throws IOException {
        return new MergedSlice(
                in.readLong(),
                in.readInt(),
                readBlob(in),
                in.readBoolean() ? Optional.of(readBlob(in)) : Optional.empty(),
                new ParameterHash(Bounded.readString(in, "hash", HASH_BYTES)));
    }

    /** Hash (string), size in bytes (long). */
    public static void writeBlob(BlobRef blob, DataOutput out) throws IOException {
        Bounded.writeString(blob.hash().hex(), out);
        out.writeLong(blob.bytes());
    }

    public static BlobRef readBlob(DataInput in) throws IOException {
        return new BlobRef(new BlobHash(Bounded.readString(in, "hash", HASH_BYTES)), in.readLong());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
