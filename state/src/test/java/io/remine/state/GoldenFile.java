package io.remine.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Bytes under {@code src/test/resources/golden} that a format must still read and still write. */
public final class GoldenFile {

    private GoldenFile() {}

    /** The bytes of {@code golden/PATH}. */
    public static byte[] read(String path) {
        try (InputStream in = GoldenFile.class.getResourceAsStream("/golden/" + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no golden file " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text file without the newline at its end. */
    public static byte[] readLine(String path) {
        byte[] bytes = read(path);
        return bytes.length > 0 && bytes[bytes.length - 1] == '\n' ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
}
