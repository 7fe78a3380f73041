package io.remine.state.live;

import io.remine.state.blob.BlobFields;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.CachedBlob;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Checksummed;
import io.remine.state.codec.Codec;
import io.remine.state.index.Manifest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Version 2: topic (string), offset (long), SHA-256 of the manifest's value (32 bytes), whether the manifest follows (boolean)
 * and it as JSON, number of blobs (int), for each its hash (32 bytes), size (long), whether a CRC-32C follows (boolean) and it
 * (int), number of evicted ones (int), for each its hash (32 bytes); behind it the CRC-32C of these fields. Version 1: without
 * manifest and CRC-32Cs of blobs.
 */
final class ReadPositionCodec implements Codec<ReadPosition> {

    static final ReadPositionCodec INSTANCE = new ReadPositionCodec();

    /** Longest name of a topic in Kafka. */
    private static final int MAX_TOPIC_BYTES = 249;

    /** Longest manifest that is kept, as JSON: more than a record of Kafka's usual limit holds. */
    private static final int MAX_MANIFEST_BYTES = 1 << 24;

    private static final int BLOB_BYTES = BlobFields.BYTES + 1 + Integer.BYTES;

    /** Longest encoded position. */
    static final int MAX_BYTES =
            512 + MAX_MANIFEST_BYTES + ReadPosition.MAX_BLOBS * (BLOB_BYTES + BlobFields.HASH_BYTES);

    private static final long serialVersionUID = 1L;

    private ReadPositionCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(ReadPosition position, DataOutput out) throws IOException {
        Checksummed.write(out, fields -> {
            Bounded.writeString(position.topic(), fields);
            fields.writeLong(position.offset());
            BlobFields.writeHash(position.manifest(), fields);
            Bounded.writeNullableBytes(
                    position.shown()
                            .map(Manifest::toJson)
                            .filter(json -> json.length <= MAX_MANIFEST_BYTES)
                            .orElse(null),
                    fields);
            Bounded.writeList(position.blobs(), fields, ReadPositionCodec::writeBlob);
            Bounded.writeList(position.evicted(), fields, BlobFields::writeHash);
        });
    }

    @Override
    public ReadPosition readFields(int version, DataInput in) throws IOException {
        return Checksummed.read(in, "position", fields -> {
            String topic = Bounded.readString(fields, "topic", MAX_TOPIC_BYTES);
            long offset = fields.readLong();
            BlobHash manifest = BlobFields.readHash(fields);
            byte[] json = version == 1 ? null : Bounded.readNullableBytes(fields, "manifest", MAX_MANIFEST_BYTES);
            Optional<Manifest> shown = json == null ? Optional.empty() : Optional.of(Manifest.fromJson(json));
            List<CachedBlob> blobs =
                    Bounded.readList(fields, "blobs", ReadPosition.MAX_BLOBS, blob -> readBlob(version, blob));
            List<BlobHash> evicted =
                    Bounded.readList(fields, "evicted blobs", ReadPosition.MAX_BLOBS, BlobFields::readHash);
            return new ReadPosition(topic, offset, manifest, shown, blobs, evicted);
        });
    }

    private static void writeBlob(CachedBlob cached, DataOutput out) throws IOException {
        BlobFields.write(cached.blob(), out);
        out.writeBoolean(cached.crc32c().isPresent());
        if (cached.crc32c().isPresent()) {
            out.writeInt(cached.crc32c().getAsInt());
        }
    }

    private static CachedBlob readBlob(int version, DataInput in) throws IOException {
        BlobRef blob = BlobFields.read(in);
        boolean known = version > 1 && in.readBoolean();
        return new CachedBlob(blob, known ? OptionalInt.of(in.readInt()) : OptionalInt.empty());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
