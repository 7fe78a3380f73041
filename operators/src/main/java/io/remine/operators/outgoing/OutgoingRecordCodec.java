package io.remine.operators.outgoing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Version 1: key and value, each a boolean and if true the bytes; number of headers (int), for each its name (string) and
 * bytes. Bytes and strings are a length (int) and the bytes.
 */
public final class OutgoingRecordCodec implements Codec<OutgoingRecord> {

    public static final OutgoingRecordCodec INSTANCE = new OutgoingRecordCodec();

    /** For streams and state of outgoing records. */
    public static final CodecTypeInformation<OutgoingRecord> TYPE =
            CodecTypeInformation.of(INSTANCE, OutgoingRecord.class);

    private static final long serialVersionUID = 1L;
    private static final int MAX_PART_BYTES = 64 << 20;
    private static final int MAX_HEADER_BYTES = 64 << 10;

    private OutgoingRecordCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(OutgoingRecord value, DataOutput out) throws IOException {
        Bounded.writeNullableBytes(value.key(), out);
        Bounded.writeNullableBytes(value.value(), out);
        out.writeInt(value.headers().size());
        for (Map.Entry<String, byte[]> header : value.headers().entrySet()) {
            Bounded.writeString(header.getKey(), out);
            Bounded.writeBytes(header.getValue(), out);
        }
    }

    @Override
    public OutgoingRecord readFields(int version, DataInput in) throws IOException {
        byte[] key = Bounded.readNullableBytes(in, "key", MAX_PART_BYTES);
        byte[] value = Bounded.readNullableBytes(in, "value", MAX_PART_BYTES);
        int count = Bounded.readLength(in, "headers", OutgoingRecord.MAX_HEADERS);
        Map<String, byte[]> headers = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            String name = Bounded.readString(in, "header name", MAX_HEADER_BYTES);
            if (headers.put(name, Bounded.readBytes(in, "header " + name, MAX_HEADER_BYTES)) != null) {
                throw new CorruptDataException("header %s appears twice".formatted(name));
            }
        }
        return new OutgoingRecord(key, value, headers);
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
