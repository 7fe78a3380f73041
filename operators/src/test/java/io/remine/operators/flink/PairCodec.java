package io.remine.operators.flink;

import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A codec whose version a test may choose. */
final class PairCodec implements Codec<int[]> {

    static final PairCodec INSTANCE = new PairCodec(2);

    private static final long serialVersionUID = 1L;

    private final int version;

    PairCodec(int version) {
        this.version = version;
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public void writeFields(int[] pair, DataOutput out) throws IOException {
        out.writeInt(pair[0]);
        out.writeInt(pair[1]);
    }

    @Override
    public int[] readFields(int readVersion, DataInput in) throws IOException {
        return new int[] {in.readInt(), in.readInt()};
    }
}
