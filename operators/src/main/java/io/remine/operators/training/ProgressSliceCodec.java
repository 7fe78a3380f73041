package io.remine.operators.training;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Version 1: worker (int), round (long), slice (int), arithmetic (byte: 0 bit pattern, 1 float), examples (long), number of
 * values (int), values (int each). Big-endian.
 */
public final class ProgressSliceCodec implements Codec<ProgressSlice> {

    public static final ProgressSliceCodec INSTANCE = new ProgressSliceCodec();

    private static final long serialVersionUID = 1L;

    private ProgressSliceCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(ProgressSlice progress, DataOutput out) throws IOException {
        out.writeInt(progress.worker());
        out.writeLong(progress.round());
        out.writeInt(progress.slice());
        out.writeByte(progress.arithmetic().code());
        out.writeLong(progress.examples());
        out.writeInt(progress.values().length);
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * progress.values().length);
        bytes.asIntBuffer().put(progress.values());
        out.write(bytes.array());
    }

    @Override
    public ProgressSlice readFields(int version, DataInput in) throws IOException {
        int worker = in.readInt();
        long round = in.readLong();
        int slice = in.readInt();
        Arithmetic arithmetic = Arithmetic.of(in.readByte());
        long examples = in.readLong();
        byte[] bytes = new byte[Integer.BYTES * Bounded.readLength(in, "values of a slice", ProgressSlice.MAX_VALUES)];
        in.readFully(bytes);
        int[] values = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(values);
        return new ProgressSlice(worker, round, slice, arithmetic, examples, values);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
