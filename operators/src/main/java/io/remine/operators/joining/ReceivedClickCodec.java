package io.remine.operators.joining;

import io.remine.operators.intake.RawRecordCodec;
import io.remine.state.codec.Codec;
import io.remine.state.record.ClickCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: the click and the raw record, each as its codec writes it with its version. */
final class ReceivedClickCodec implements Codec<ReceivedClick> {

    static final ReceivedClickCodec INSTANCE = new ReceivedClickCodec();

    private static final long serialVersionUID = 1L;

    private ReceivedClickCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(ReceivedClick received, DataOutput out) throws IOException {
        ClickCodec.INSTANCE.write(received.click(), out);
        RawRecordCodec.INSTANCE.write(received.raw(), out);
    }

    @Override
    public ReceivedClick readFields(int version, DataInput in) throws IOException {
        return new ReceivedClick(ClickCodec.INSTANCE.read(in), RawRecordCodec.INSTANCE.read(in));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
