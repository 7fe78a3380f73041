package io.remine.operators.deadletter;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.LineageCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: position, key and value (each a boolean and if true length and bytes), code of the reason (byte), message
 * (string).
 */
public final class DeadLetterCodec implements Codec<DeadLetter> {

    public static final DeadLetterCodec INSTANCE = new DeadLetterCodec();

    /** For streams and state of dead letters. */
    public static final CodecTypeInformation<DeadLetter> TYPE = CodecTypeInformation.of(INSTANCE, DeadLetter.class);

    private static final long serialVersionUID = 1L;
    private static final int MAX_PART_BYTES = 64 << 20;

    private DeadLetterCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(DeadLetter letter, DataOutput out) throws IOException {
        LineageCodecs.writePosition(letter.position(), out);
        Bounded.writeNullableBytes(letter.key(), out);
        Bounded.writeNullableBytes(letter.value(), out);
        out.writeByte(letter.reason().code());
        Bounded.writeString(letter.message(), out);
    }

    @Override
    public DeadLetter readFields(int version, DataInput in) throws IOException {
        InputPosition position = LineageCodecs.readPosition(in);
        byte[] key = Bounded.readNullableBytes(in, "key", MAX_PART_BYTES);
        byte[] value = Bounded.readNullableBytes(in, "value", MAX_PART_BYTES);
        int code = in.readByte();
        Reason reason = Reason.of(code);
        if (reason == null) {
            throw new CorruptDataException("reason of a dead letter written as %d, which is none".formatted(code));
        }
        String message = Bounded.readString(in, "message", 4 * DeadLetter.MAX_MESSAGE_CHARS);
        return new DeadLetter(position, key, value, reason, message);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
