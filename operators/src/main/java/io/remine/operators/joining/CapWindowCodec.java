package io.remine.operators.joining;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: number of the window (long), count of clicks (int), their hashes (long each). */
final class CapWindowCodec implements Codec<CapWindow> {

    static final CapWindowCodec INSTANCE = new CapWindowCodec();

    private static final long serialVersionUID = 1L;

    private CapWindowCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(CapWindow window, DataOutput out) throws IOException {
        out.writeLong(window.number());
        out.writeInt(window.counted().length);
        for (long click : window.counted()) {
            out.writeLong(click);
        }
    }

    @Override
    public CapWindow readFields(int version, DataInput in) throws IOException {
        long number = in.readLong();
        long[] counted = new long[Bounded.readLength(in, "clicks of a window", Cap.MAX_CLICKS)];
        for (int i = 0; i < counted.length; i++) {
            counted[i] = in.readLong();
        }
        return new CapWindow(number, counted);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
