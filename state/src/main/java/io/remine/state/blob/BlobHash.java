package io.remine.state.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The name of a blob: SHA-256 of its bytes as 64 lower-case hexadecimal digits, safe in keys and file names. */
public record BlobHash(String hex) implements Comparable<BlobHash> {

    private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{64}");

    public BlobHash {
        if (hex == null || !isOne(hex)) {
            throw new IllegalArgumentException("blob hash '%s' must match %s".formatted(hex, ALLOWED));
        }
    }

    static boolean isOne(String hex) {
        return ALLOWED.matcher(hex).matches();
    }

    /** The name of these bytes. */
    public static BlobHash of(byte[] blob) {
        return finish(sha256().digest(blob));
    }

    static BlobHash finish(byte[] digest) {
        return new BlobHash(HexFormat.of().formatHex(digest));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(BlobHash other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
