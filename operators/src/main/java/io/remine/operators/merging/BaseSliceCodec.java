package io.remine.operators.merging;

import io.remine.operators.training.ProgressSlice;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Checksummed;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Version 2: round of the last full copy (long), number of parameters (int), parameters (float each), number of velocities (int: 0 or as many),
 * velocities (float each); {@link Checksummed}. Big-endian. Version 1 has no checksum.
 */
final class BaseSliceCodec implements Codec<BaseSlice> {

    static final BaseSliceCodec INSTANCE = new BaseSliceCodec();

    private static final long serialVersionUID = 1L;

    private BaseSliceCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(BaseSlice slice, DataOutput out) throws IOException {
        Checksummed.write(out, to -> {
            to.writeLong(slice.fullRound());
            writeFloats(slice.parameters(), to);
            writeFloats(slice.velocity(), to);
        });
    }

    @Override
    public BaseSlice readFields(int version, DataInput in) throws IOException {
        return version == 1 ? readSlice(in) : Checksummed.read(in, "slice of the base", BaseSliceCodec::readSlice);
    }

    private static BaseSlice readSlice(DataInput in) throws IOException {
        long fullRound = in.readLong();
        return new BaseSlice(readFloats("parameters", in), readFloats("velocities", in), fullRound);
    }

    private static void writeFloats(float[] floats, DataOutput out) throws IOException {
        out.writeInt(floats.length);
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * floats.length);
        bytes.asFloatBuffer().put(floats);
        out.write(bytes.array());
    }

    private static float[] readFloats(String what, DataInput in) throws IOException {
        byte[] bytes = new byte[Float.BYTES * Bounded.readLength(in, what + " of a slice", ProgressSlice.MAX_VALUES)];
        in.readFully(bytes);
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(floats);
        return floats;
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
