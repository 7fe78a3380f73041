package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: id, text (strings), time (long), user, scope (optional strings), impressions (list of strings).
 */
public final class QueryCodec implements Codec<Query> {

    public static final QueryCodec INSTANCE = new QueryCodec();

    private static final long serialVersionUID = 1L;

    private QueryCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(Query value, DataOutput out) throws IOException {
        RecordFields.writeQueryId(value.id(), out);
        Bounded.writeString(value.text(), out);
        out.writeLong(value.timeMillis());
        RecordFields.writeOptional(value.user(), out);
        RecordFields.writeOptional(value.scope(), out);
        Bounded.writeList(value.impressions(), out, RecordFields::writeDocumentId);
    }

    @Override
    public Query readFields(int version, DataInput in) throws IOException {
        return new Query(
                RecordFields.readQueryId(in),
                Bounded.readString(in, "query text", 4 * Query.MAX_TEXT_CHARS),
                in.readLong(),
                RecordFields.readOptional(in, "user", Query.MAX_USER_BYTES),
                RecordFields.readOptional(in, "scope", Query.MAX_SCOPE_BYTES),
                Bounded.readList(in, "impressions", Query.MAX_IMPRESSIONS, RecordFields::readDocumentId));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
