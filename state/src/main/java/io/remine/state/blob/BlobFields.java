package io.remine.state.blob;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HexFormat;

/** What names a blob, as fields of binary formats: its 32 bytes of SHA-256, and with them its size (long). */
public final class BlobFields {

    /** Of a hash alone. */
    public static final int HASH_BYTES = 32;

    /** Of a hash and a size. */
    public static final int BYTES = HASH_BYTES + Long.BYTES;

    private BlobFields() {}

    public static void write(BlobRef blob, DataOutput out) throws IOException {
        writeHash(blob.hash(), out);
        out.writeLong(blob.bytes());
    }

    public static BlobRef read(DataInput in) throws IOException {
        return new BlobRef(readHash(in), in.readLong());
    }

    public static void writeHash(BlobHash hash, DataOutput out) throws IOException {
        out.write(HexFormat.of().parseHex(hash.hex()));
    }

    public static BlobHash readHash(DataInput in) throws IOException {
        byte[] hash = new byte[HASH_BYTES];
        in.readFully(hash);
        return BlobHash.finish(hash);
    }
}
