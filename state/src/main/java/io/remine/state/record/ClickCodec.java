package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Version 2: query id, document id, kind (strings), time (long), position (optional int), grade (float), user (optional
 * string), other document ids (list of strings). Version 1 had no others.
 */
public final class ClickCodec implements Codec<Click> {

    public static final ClickCodec INSTANCE = new ClickCodec();

    private static final long serialVersionUID = 1L;

    private ClickCodec() {}

    @Override
    public int version() {
        return 2;
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
        Bounded.writeList(value.others(), out, RecordFields::writeDocumentId);
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
                RecordFields.readOptional(in, "user", Query.MAX_USER_BYTES),
                version == 1
                        ? List.of()
                        : Bounded.readList(in, "others", Click.MAX_OTHERS, RecordFields::readDocumentId));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
