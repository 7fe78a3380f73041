package io.remine.operators.joining;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.state.record.QueryCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Version 1: whether there is a query (boolean) and if so the query, its expiry (long), waiting clicks (list of received
 * click, expiry (long)), counted clicks (list of document id, kind (strings)). Query and clicks as their codecs write them
 * with their versions.
 */
final class JoinStateCodec implements Codec<JoinState> {

    static final JoinStateCodec INSTANCE = new JoinStateCodec();

    private static final long serialVersionUID = 1L;

    private JoinStateCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(JoinState state, DataOutput out) throws IOException {
        out.writeBoolean(state.query().isPresent());
        if (state.query().isPresent()) {
            QueryCodec.INSTANCE.write(state.query().get(), out);
        }
        out.writeLong(state.queryExpiresMillis());
        Bounded.writeList(state.waiting(), out, JoinStateCodec::writeWaiting);
        Bounded.writeList(state.counted(), out, JoinStateCodec::writeCounted);
    }

    @Override
    public JoinState readFields(int version, DataInput in) throws IOException {
        Optional<Query> query = in.readBoolean() ? Optional.of(QueryCodec.INSTANCE.read(in)) : Optional.empty();
        return new JoinState(
                query,
                in.readLong(),
                Bounded.readList(in, "waiting clicks", Join.MAX_CLICKS, JoinStateCodec::readWaiting),
                Bounded.readList(in, "counted clicks", Join.MAX_CLICKS, JoinStateCodec::readCounted));
    }

    private static void writeWaiting(JoinState.Waiting waiting, DataOutput out) throws IOException {
        ReceivedClickCodec.INSTANCE.write(waiting.received(), out);
        out.writeLong(waiting.expiresMillis());
    }

    private static JoinState.Waiting readWaiting(DataInput in) throws IOException {
        return new JoinState.Waiting(ReceivedClickCodec.INSTANCE.read(in), in.readLong());
    }

    private static void writeCounted(JoinState.Counted counted, DataOutput out) throws IOException {
        Bounded.writeString(counted.document().value(), out);
        Bounded.writeString(counted.kind(), out);
    }

    private static JoinState.Counted readCounted(DataInput in) throws IOException {
        return new JoinState.Counted(
                new DocumentId(Bounded.readString(in, "document id", DocumentId.MAX_BYTES)),
                Bounded.readString(in, "kind", Click.MAX_KIND_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
