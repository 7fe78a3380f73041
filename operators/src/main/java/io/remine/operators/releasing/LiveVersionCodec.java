package io.remine.operators.releasing;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: version (string), generation (int), mean reciprocal rank at 10 (double). */
final class LiveVersionCodec implements Codec<LiveVersion> {

    static final LiveVersionCodec INSTANCE = new LiveVersionCodec();

    private static final int MAX_VERSION_BYTES = 128;

    private static final long serialVersionUID = 1L;

    private LiveVersionCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(LiveVersion live, DataOutput out) throws IOException {
        Bounded.writeString(live.version().toString(), out);
        out.writeInt(live.generation().number());
        out.writeDouble(live.mrr10());
    }

    @Override
    public LiveVersion readFields(int version, DataInput in) throws IOException {
        return new LiveVersion(
                ModelVersion.parse(Bounded.readString(in, "version", MAX_VERSION_BYTES)),
                new Generation(in.readInt()),
                in.readDouble());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
