package io.remine.operators.publishing;

import io.remine.operators.merging.MergedSliceCodec;
import io.remine.operators.training.RoundSummaryCodec;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.lineage.InputOffsetsCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: kind (byte: 0 slice, 1 round, 2 offsets), then the value as its own codec writes it. */
public final class PublishInputCodec implements Codec<PublishInput> {

    public static final PublishInputCodec INSTANCE = new PublishInputCodec();

    private static final long serialVersionUID = 1L;

    private PublishInputCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(PublishInput input, DataOutput out) throws IOException {
        if (input instanceof PublishInput.Slice slice) {
            out.writeByte(0);
            MergedSliceCodec.INSTANCE.write(slice.merged(), out);
        } else if (input instanceof PublishInput.Round round) {
            out.writeByte(1);
            RoundSummaryCodec.INSTANCE.write(round.summary(), out);
        } else if (input instanceof PublishInput.Offsets read) {
            out.writeByte(2);
            InputOffsetsCodec.INSTANCE.write(read.offsets(), out);
        }
    }

    @Override
    public PublishInput readFields(int version, DataInput in) throws IOException {
        byte kind = in.readByte();
        return switch (kind) {
            case 0 -> new PublishInput.Slice(MergedSliceCodec.INSTANCE.read(in));
            case 1 -> new PublishInput.Round(RoundSummaryCodec.INSTANCE.read(in));
            case 2 -> new PublishInput.Offsets(InputOffsetsCodec.INSTANCE.read(in));
            default ->
                throw new CorruptDataException("kind %d of what the publisher is told, must be 0 to 2".formatted(kind));
        };
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
