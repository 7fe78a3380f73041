package io.remine.operators.memory;

import io.remine.operators.memory.PairMemory.PairLoss;
import io.remine.operators.memory.PairMemory.Push;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.record.DocumentId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 1: losses (list of document (string), seen (int), mean (double)), pushes (list of document (string), time (long),
 * coefficient (double)).
 */
public final class PairMemoryCodec implements Codec<PairMemory> {

    public static final PairMemoryCodec INSTANCE = new PairMemoryCodec();

    private static final long serialVersionUID = 1L;

    private PairMemoryCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(PairMemory memory, DataOutput out) throws IOException {
        Bounded.writeList(memory.losses(), out, (loss, o) -> {
            Bounded.writeString(loss.document().value(), o);
            o.writeInt(loss.seen());
            o.writeDouble(loss.mean());
        });
        Bounded.writeList(memory.pushes(), out, (push, o) -> {
            Bounded.writeString(push.document().value(), o);
            o.writeLong(push.timeMillis());
            o.writeDouble(push.coefficient());
        });
    }

    @Override
    public PairMemory readFields(int version, DataInput in) throws IOException {
        return new PairMemory(
                Bounded.readList(
                        in,
                        "losses of a query",
                        PairMemory.MAX_LOSSES,
                        i -> new PairLoss(readDocument(i), i.readInt(), i.readDouble())),
                Bounded.readList(
                        in,
                        "pushes of a query",
                        PairMemory.MAX_PUSHES,
                        i -> new Push(readDocument(i), i.readLong(), i.readDouble())));
    }

    private static DocumentId readDocument(DataInput in) throws IOException {
        return new DocumentId(Bounded.readString(in, "document id", DocumentId.MAX_BYTES));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
