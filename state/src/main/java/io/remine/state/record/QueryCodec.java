package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 2: id, text (strings), time (long), user (optional string), scopes, impressions (lists of strings). Version 1 had
 * one scope (optional string) in place of the list.
 */
public final class QueryCodec implements Codec<Query> {

    public static final QueryCodec INSTANCE = new QueryCodec();

    private static final long serialVersionUID = 1L;

    private QueryCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(Query value, DataOutput out) throws IOException {
        RecordFields.writeQueryId(value.id(), out);
        Bounded.writeString(value.text(), out);
        out.writeLong(value.timeMillis());
        RecordFields.writeOptional(value.user(), out);
        RecordFields.writeScopes(value.scopes(), out);
        Bounded.writeList(value.impressions(), out, RecordFields::writeDocumentId);
    }

    @Override
    public Query readFields(int version, DataInput in) throws IOException {
        return new Query(
                RecordFields.readQueryId(in),
                Bounded.readString(in, "query text", 4 * Query.MAX_TEXT_CHARS),
                in.readLong(),
                RecordFields.readOptional(in, "user", Query.MAX_USER_BYTES),
                version == 1
                        ? RecordFields.readOptional(in, "scope", Query.MAX_SCOPE_BYTES).stream()
                                .toList()
                        : RecordFields.readScopes(in),
                Bounded.readList(in, "impressions", Query.MAX_IMPRESSIONS, RecordFields::readDocumentId));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
