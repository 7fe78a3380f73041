package io.remine.state.signing;

import io.remine.state.codec.CorruptDataException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * The header of a signed record: format (byte), id of the key (8 bytes), Ed25519 signature (64 bytes).
 *
 * @param signature of a {@link SignedMessage}; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordSignature(KeyId key, byte[] signature) {

    /** The header's name. */
    public static final String HEADER = "remine-signature";

    static final int VERSION = 1;
    static final int SIGNATURE_BYTES = 64;

    private static final int HEADER_BYTES = 1 + KeyId.BYTES + SIGNATURE_BYTES;

    public RecordSignature {
        if (signature.length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException(
                    "signature of %d bytes, must have %d".formatted(signature.length, SIGNATURE_BYTES));
        }
    }

    /** The value of the header; of several, the last. Empty if the record has none. */
    public static Optional<byte[]> header(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(HEADER)).map(Header::value);
    }

    /** The value of the header. */
    public byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put((byte) VERSION)
                .put(key.bytes())
                .put(signature)
                .array();
    }

    static RecordSignature decode(byte[] header) throws CorruptDataException {
        if (header.length != HEADER_BYTES) {
            throw new CorruptDataException(
                    "signature header of %d bytes, must have %d".formatted(header.length, HEADER_BYTES));
        }
        ByteBuffer in = ByteBuffer.wrap(header);
        int version = in.get();
        if (version != VERSION) {
            throw new CorruptDataException(
                    "signature of format %d, this release reads %d; use a newer release".formatted(version, VERSION));
        }
        byte[] id = new byte[KeyId.BYTES];
        byte[] signature = new byte[SIGNATURE_BYTES];
        in.get(id).get(signature);
        return new RecordSignature(KeyId.of(id), signature);
    }
}
