package io.remine.operators.joining;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.QueryCodec;
import io.remine.state.record.SuppliedNegativeCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Version 2: whether there is a query (boolean) and if so the query, its expiry (long), what waits (list of received record,
 * expiry (long)), counted documents (list of id, kind (strings)), negatives (list). Query, received records and negatives as
 * their codecs write them with their versions. In version 1 only clicks waited, and it ended with the counted documents.
 */
final class JoinStateCodec implements Codec<JoinState> {

    static final JoinStateCodec INSTANCE = new JoinStateCodec();

    private static final long serialVersionUID = 1L;

    private JoinStateCodec() {}

    @Override
    public int version() {
        return 2;
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
        Bounded.writeList(state.negatives(), out, SuppliedNegativeCodec.INSTANCE::write);
    }

    @Override
    public JoinState readFields(int version, DataInput in) throws IOException {
        Optional<Query> query = in.readBoolean() ? Optional.of(QueryCodec.INSTANCE.read(in)) : Optional.empty();
        return new JoinState(
                query,
                in.readLong(),
                Bounded.readList(
                        in, "waiting records", Join.MAX_CHOSEN + Example.MAX_NEGATIVES, i -> readWaiting(version, i)),
                Bounded.readList(in, "counted documents", Join.MAX_CHOSEN, JoinStateCodec::readCounted),
                version == 1
                        ? List.of()
                        : Bounded.readList(
                                in, "negatives", Example.MAX_NEGATIVES, SuppliedNegativeCodec.INSTANCE::read));
    }

    private static void writeWaiting(JoinState.Waiting waiting, DataOutput out) throws IOException {
        ReceivedCodec.INSTANCE.write(waiting.received(), out);
        out.writeLong(waiting.expiresMillis());
    }

    private static JoinState.Waiting readWaiting(int version, DataInput in) throws IOException {
        Received received = version == 1 ? ReceivedClickCodec.INSTANCE.read(in) : ReceivedCodec.INSTANCE.read(in);
        return new JoinState.Waiting(received, in.readLong());
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
