package io.remine.operators.joining;

import io.remine.operators.intake.RawRecordCodec;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.Negative;
import io.remine.state.record.QueryId;
import io.remine.state.record.SuppliedNegativeCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: 0 for a click or 1 for a negative (byte). A click follows as its codec writes it with its version; of a negative
 * the query id (string), the supplied negative and the raw record, each as its codec writes it with its version.
 */
public final class ReceivedCodec implements Codec<Received> {

    public static final ReceivedCodec INSTANCE = new ReceivedCodec();

    private static final long serialVersionUID = 1L;
    private static final int CLICK = 0;
    private static final int NEGATIVE = 1;

    private ReceivedCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(Received received, DataOutput out) throws IOException {
        if (received instanceof ReceivedClick click) {
            out.writeByte(CLICK);
            ReceivedClickCodec.INSTANCE.write(click, out);
        } else if (received instanceof ReceivedNegative negative) {
            out.writeByte(NEGATIVE);
            Bounded.writeString(negative.query().value(), out);
            SuppliedNegativeCodec.INSTANCE.write(negative.supplied(), out);
            RawRecordCodec.INSTANCE.write(negative.raw(), out);
        }
    }

    @Override
    public Received readFields(int version, DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case CLICK -> ReceivedClickCodec.INSTANCE.read(in);
            case NEGATIVE ->
                new ReceivedNegative(
                        new Negative(
                                new QueryId(Bounded.readString(in, "query id", QueryId.MAX_BYTES)),
                                SuppliedNegativeCodec.INSTANCE.read(in)),
                        RawRecordCodec.INSTANCE.read(in));
            default -> throw new CorruptDataException("received record of kind %d, must be 0 or 1".formatted(kind));
        };
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
