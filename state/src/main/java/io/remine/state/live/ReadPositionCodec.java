package io.remine.state.live;

import io.remine.state.blob.BlobFields;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Checksummed;
import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Version 1: topic (string), offset (long), SHA-256 of the manifest (32 bytes), number of blobs (int), for each its hash (32
 * bytes) and size (long), number of evicted ones (int), for each its hash (32 bytes); behind it the CRC-32C of these fields.
 */
final class ReadPositionCodec implements Codec<ReadPosition> {

    static final ReadPositionCodec INSTANCE = new ReadPositionCodec();

    /** Longest name of a topic in Kafka. */
    private static final int MAX_TOPIC_BYTES = 249;

    /** Longest encoded position. */
    static final int MAX_BYTES = 512 + ReadPosition.MAX_BLOBS * (BlobFields.BYTES + BlobFields.HASH_BYTES);

    private static final long serialVersionUID = 1L;

    private ReadPositionCodec() {}

    @Override
    public int version() {
        return 1;
    }

    @Override
    public void writeFields(ReadPosition position, DataOutput out) throws IOException {
        Checksummed.write(out, fields -> {
            Bounded.writeString(position.topic(), fields);
            fields.writeLong(position.offset());
            BlobFields.writeHash(position.manifest(), fields);
            Bounded.writeList(position.blobs(), fields, BlobFields::write);
            Bounded.writeList(position.evicted(), fields, BlobFields::writeHash);
        });
    }

    @Override
    public ReadPosition readFields(int version, DataInput in) throws IOException {
        return Checksummed.read(in, "position", fields -> {
            String topic = Bounded.readString(fields, "topic", MAX_TOPIC_BYTES);
            long offset = fields.readLong();
            BlobHash manifest = BlobFields.readHash(fields);
            List<BlobRef> blobs = Bounded.readList(fields, "blobs", ReadPosition.MAX_BLOBS, BlobFields::read);
            List<BlobHash> evicted =
                    Bounded.readList(fields, "evicted blobs", ReadPosition.MAX_BLOBS, BlobFields::readHash);
            return new ReadPosition(topic, offset, manifest, blobs, evicted);
        });
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
