package io.remine.state.signing;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Optional;

/** Signs records. Safe for use by several threads. */
public final class SigningKey {

    private final KeyId id;
    private final PrivateKey key;

    SigningKey(PrivateKey key, PublicKey publicKey) {
        this.id = KeyId.of(publicKey);
        this.key = key;
    }

    /**
     * The key in a file that holds a PEM block {@code PRIVATE KEY} and the {@code PUBLIC KEY} that belongs to it.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it, without anything of the key
     */
    public static SigningKey read(Path file) {
        PemFile pem = PemFile.read(file);
        List<PrivateKey> privateKeys = pem.privateKeys();
        List<PublicKey> publicKeys = pem.publicKeys();
        if (privateKeys.size() != 1 || publicKeys.size() != 1) {
            throw new IllegalArgumentException(
                    "%s has %d private and %d public keys, must have one of each; `openssl pkey -in KEY -pubout` prints the latter"
                            .formatted(file, privateKeys.size(), publicKeys.size()));
        }
        SigningKey key = new SigningKey(privateKeys.get(0), publicKeys.get(0));
        key.check(file, publicKeys.get(0));
        return key;
    }

    public KeyId id() {
        return id;
    }

    /**
     * The value of the record's signature header; empty for a chunk, which needs none.
     *
     * @param value null of a tombstone
     */
    public Optional<byte[]> sign(SignedTopic topic, byte[] key, byte[] value) {
        return SignedMessage.isSigned(key)
                ? Optional.of(new RecordSignature(id, sign(SignedMessage.of(topic, key, value))).encode())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Ed25519.signature();
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign with key " + id, e);
        }
    }

    private void check(Path file, PublicKey publicKey) {
        byte[] message = id.bytes();
        if (!Ed25519.verify(publicKey, message, sign(message))) {
            throw new IllegalArgumentException("%s: its public key does not belong to its private key".formatted(file));
        }
    }
}
