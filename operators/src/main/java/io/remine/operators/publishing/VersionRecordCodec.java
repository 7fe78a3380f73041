package io.remine.operators.publishing;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.model.VersionRecord;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: the record's JSON (bytes). */
public final class VersionRecordCodec implements Codec<VersionRecord> {

    public static final VersionRecordCodec INSTANCE = new VersionRecordCodec();

    private static final int MAX_BYTES = 64 << 20;

    private static final long serialVersionUID = 1L;

    private VersionRecordCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(VersionRecord record, DataOutput out) throws IOException {
        Bounded.writeBytes(record.toJson(), out);
    }

    @Override
    public VersionRecord readFields(int version, DataInput in) throws IOException {
        return VersionRecord.fromJson(Bounded.readBytes(in, "version record", MAX_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
