package io.remine.state.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * SHA-256 of parameters. A slice's is of its floats, little-endian; a model's is of the 32-byte hashes of its slices, in
 * order.
 */
public record ParameterHash(String hex) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");
    private static final int FLOATS_AT_ONCE = 8192;

    public ParameterHash {
        if (hex == null || !SHA_256.matcher(hex).matches()) {
            throw new IllegalArgumentException("parameter hash '%s' must match %s".formatted(hex, SHA_256));
        }
    }

    /** The hash of these 32 bytes. */
    public static ParameterHash ofBytes(byte[] sha256) {
        return new ParameterHash(HexFormat.of().formatHex(sha256));
    }

    /** The hash of a slice on its own. */
    public static ParameterHash ofSlice(float[] parameters) {
        return ofSlice(parameters, 0, parameters.length);
    }

    /** The hash of a slice within the flat array. */
    public static ParameterHash ofSlice(float[] parameters, int start, int length) {
        MessageDigest digest = sha256();
        ByteBuffer bytes = ByteBuffer.allocate(FLOATS_AT_ONCE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int done = 0; done < length; done += FLOATS_AT_ONCE) {
            int count = Math.min(FLOATS_AT_ONCE, length - done);
            bytes.asFloatBuffer().put(parameters, start + done, count);
            digest.update(bytes.array(), 0, count * Float.BYTES);
        }
        return ofBytes(digest.digest());
    }

    /** The hash of the model that these slices make up. */
    public static ParameterHash ofSlices(List<ParameterHash> slices) {
        MessageDigest digest = sha256();
        slices.forEach(slice -> digest.update(slice.bytes()));
        return ofBytes(digest.digest());
    }

    /** The hash of the whole flat array, cut by the layout. */
    public static ParameterHash ofParameters(SliceLayout layout, float[] flat) {
        layout.checkFlat(flat);
        MessageDigest digest = sha256();
        for (int slice = 0; slice < layout.slices(); slice++) {
            digest.update(
                    ofSlice(flat, layout.start(slice), layout.length(slice)).bytes());
        }
        return ofBytes(digest.digest());
    }

    /** The 32 bytes. */
    public byte[] bytes() {
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
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
