package io.remine.state.signing;

import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose records are used: everybody's without a key, else only what one of these keys has signed. During a rotation both the
 * old and the new one are trusted.
 */
public record TrustedKeys(Map<KeyId, PublicKey> keys) {

    private static final TrustedKeys NONE = new TrustedKeys(Map.of());

    public TrustedKeys {
        keys = Map.copyOf(keys);
    }

    /** Signatures are not asked for. */
    public static TrustedKeys none() {
        return NONE;
    }

    /**
     * Every {@code PUBLIC KEY} in these PEM files; no files: signatures are not asked for.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public static TrustedKeys read(List<Path> files) {
        List<PublicKey> keys = new ArrayList<>();
        for (Path file : files) {
            List<PublicKey> found = PemFile.read(file).publicKeys();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("%s has no PUBLIC KEY".formatted(file));
            }
            keys.addAll(found);
        }
        return of(keys);
    }

    static TrustedKeys of(List<PublicKey> keys) {
        Map<KeyId, PublicKey> byId = new LinkedHashMap<>();
        keys.forEach(key -> byId.put(KeyId.of(key), key));
        return new TrustedKeys(byId);
    }

    /**
     * Checks that a record may be used.
     *
     * @param key null if the record has none; that is for others to refuse
     * @param value null of a tombstone
     * @param header of the signature, if the record has one
     * @throws UntrustedRecordException if it needs a signature and none of these keys has signed it
     */
    public void check(SignedTopic topic, byte[] key, ByteBuffer value, Optional<byte[]> header)
            throws UntrustedRecordException {
        if (keys.isEmpty() || key == null || !SignedMessage.isSigned(key)) {
            return;
        }
        if (header.isEmpty()) {
            throw refused(topic, key, "it is not signed; a key must be configured where it is written", null);
        }
        RecordSignature signature = decode(topic, key, header.get());
        PublicKey signer = keys.get(signature.key());
        if (signer == null) {
            throw refused(
                    topic,
                    key,
                    "it is signed by key %s, trusted are %s".formatted(signature.key(), keys.keySet()),
                    null);
        }
        if (!Ed25519.verify(signer, SignedMessage.of(topic, key, RecordValue.bytes(value)), signature.signature())) {
            throw refused(topic, key, "it is not what key %s has signed".formatted(signature.key()), null);
        }
    }

    private static RecordSignature decode(SignedTopic topic, byte[] key, byte[] header)
            throws UntrustedRecordException {
        try {
            return RecordSignature.decode(header);
        } catch (CorruptDataException e) {
            throw refused(topic, key, e.getMessage(), e);
        }
    }

    private static UntrustedRecordException refused(SignedTopic topic, byte[] key, String reason, Throwable cause) {
        return new UntrustedRecordException(
                "record '%.100s' on the topic of %s: %s"
                        .formatted(new String(key, StandardCharsets.UTF_8), topic, reason),
                cause);
    }
}
