package io.remine.state.signing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a public key: the first 8 bytes of the SHA-256 of its 32 bytes, as 16 hexadecimal digits. */
public record KeyId(String hex) {

    static final int BYTES = 8;

    private static final int KEY_BYTES = 32;
    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{16}");

    public KeyId {
        if (hex == null || !ALLOWED.matcher(hex).matches()) {
            throw new IllegalArgumentException("key id '%s' must match %s".formatted(hex, ALLOWED));
        }
    }

    /** @param key of Ed25519, whose X.509 form ends with its bytes */
    static KeyId of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        return of(Arrays.copyOf(sha256().digest(raw), BYTES));
    }

    static KeyId of(byte[] id) {
        return new KeyId(HexFormat.of().formatHex(id));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
