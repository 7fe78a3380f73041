package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: query id, document id, kind (strings), time (long), position (optional int), grade (float), user (optional
 * string).
 */
public final class ClickCodec implements Codec<Click> {

    public static final ClickCodec INSTANCE = new ClickCodec();

    private static final long serialVersionUID = 1L;

    private ClickCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(Click value, DataOutput out) throws IOException {
        RecordFields.writeQueryId(value.query(), out);
        RecordFields.writeDocumentId(value.document(), out);
        Bounded.writeString(value.kind(), out);
        out.writeLong(value.timeMillis());
        RecordFields.writeOptional(value.position(), out);
        out.writeFloat(value.grade());
        RecordFields.writeOptional(value.user(), out);
    }

    @Override
    public Click readFields(int version, DataInput in) throws IOException {
        return new Click(
                RecordFields.readQueryId(in),
                RecordFields.readDocumentId(in),
                Bounded.readString(in, "kind", Click.MAX_KIND_BYTES),
                in.readLong(),
                RecordFields.readOptionalInt(in),
                in.readFloat(),
                RecordFields.readOptional(in, "user", Query.MAX_USER_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
