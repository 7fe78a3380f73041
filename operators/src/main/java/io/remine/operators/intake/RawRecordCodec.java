package io.remine.operators.intake;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.lineage.LineageCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: position, timestamp (long), key and value (each a boolean and if true length and bytes). */
public final class RawRecordCodec implements Codec<RawRecord> {

    public static final RawRecordCodec INSTANCE = new RawRecordCodec();

    /** For streams and state of raw records. */
    public static final CodecTypeInformation<RawRecord> TYPE = CodecTypeInformation.of(INSTANCE, RawRecord.class);

    private static final long serialVersionUID = 1L;
    private static final int MAX_PART_BYTES = 64 << 20;

    private RawRecordCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(RawRecord raw, DataOutput out) throws IOException {
        LineageCodecs.writePosition(raw.position(), out);
        out.writeLong(raw.timestampMillis());
        Bounded.writeNullableBytes(raw.key(), out);
        Bounded.writeNullableBytes(raw.value(), out);
    }

    @Override
    public RawRecord readFields(int version, DataInput in) throws IOException {
        return new RawRecord(
                LineageCodecs.readPosition(in),
                in.readLong(),
                Bounded.readNullableBytes(in, "key", MAX_PART_BYTES),
                Bounded.readNullableBytes(in, "value", MAX_PART_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
