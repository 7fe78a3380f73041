package io.remine.state.record;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Version 1: 0 for a stored document or 1 for a written text (byte), the document's id or the text, the source (strings). */
public final class SuppliedNegativeCodec implements Codec<SuppliedNegative> {

    public static final SuppliedNegativeCodec INSTANCE = new SuppliedNegativeCodec();

    private static final long serialVersionUID = 1L;
    private static final int STORED = 0;
    private static final int WRITTEN = 1;

    private SuppliedNegativeCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(SuppliedNegative value, DataOutput out) throws IOException {
        if (value instanceof SuppliedNegative.Stored stored) {
            out.writeByte(STORED);
            RecordFields.writeDocumentId(stored.document(), out);
        } else if (value instanceof SuppliedNegative.Written written) {
            out.writeByte(WRITTEN);
            Bounded.writeString(written.text(), out);
        }
        Bounded.writeString(value.source(), out);
    }

    @Override
    public SuppliedNegative readFields(int version, DataInput in) throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case STORED -> new SuppliedNegative.Stored(RecordFields.readDocumentId(in), readSource(in));
            case WRITTEN ->
                new SuppliedNegative.Written(
                        Bounded.readString(in, "text of a negative", 4 * SuppliedNegative.MAX_TEXT_CHARS),
                        readSource(in));
            default -> throw new CorruptDataException("negative of kind %d, must be 0 or 1".formatted(kind));
        };
    }

    private static String readSource(DataInput in) throws IOException {
        return Bounded.readString(in, "source of a negative", SuppliedNegative.MAX_SOURCE_BYTES);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
