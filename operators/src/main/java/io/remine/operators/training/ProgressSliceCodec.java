package io.remine.operators.training;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Checksummed;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 2: worker (int), round (long), slice (int), arithmetic (byte: 0 bit pattern, 1 float), precision (byte: 0 fp32,
 * 1 fp16, 2 int8), examples (long), number of values (int), values: in fp32 an int each, in fp16 a binary16 each, in int8 the
 * exponent of the quantum, a power of two (short), and a byte each; {@link Checksummed}. Big-endian. Version 1 has neither
 * precision nor checksum: its values are an int each.
 */
public final class ProgressSliceCodec implements Codec<ProgressSlice> {

    public static final ProgressSliceCodec INSTANCE = new ProgressSliceCodec();

    private static final long serialVersionUID = 1L;

    private ProgressSliceCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(ProgressSlice progress, DataOutput out) throws IOException {
        Checksummed.write(out, to -> {
            to.writeInt(progress.worker());
            to.writeLong(progress.round());
            to.writeInt(progress.slice());
            to.writeByte(progress.arithmetic().code());
            to.writeByte(progress.precision().code());
            to.writeLong(progress.examples());
            to.writeInt(progress.values().length);
            progress.precision().write(progress.values(), to);
        });
    }

    @Override
    public ProgressSlice readFields(int version, DataInput in) throws IOException {
        return version == 1
                ? readSlice(in, false)
                : Checksummed.read(in, "progress of a slice", from -> readSlice(from, true));
    }

    private static ProgressSlice readSlice(DataInput in, boolean hasPrecision) throws IOException {
        int worker = in.readInt();
        long round = in.readLong();
        int slice = in.readInt();
        Arithmetic arithmetic = Arithmetic.of(in.readByte());
        Precision precision = hasPrecision ? Precision.of(in.readByte()) : Precision.FP32;
        long examples = in.readLong();
        int length = Bounded.readLength(in, "values of a slice", ProgressSlice.MAX_VALUES);
        return new ProgressSlice(worker, round, slice, arithmetic, precision, examples, precision.read(length, in));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
