package io.remine.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.codec.Codec;
import java.io.IOException;
import java.io.InputStream;

/** Bytes of released formats, kept under {@code src/test/resources/golden}: what was once written must stay readable. */
public final class GoldenFiles {

    private GoldenFiles() {}

    public static byte[] bytes(String name) throws IOException {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + name)) {
            assertThat(in).as("golden file " + name).isNotNull();
            return in.readAllBytes();
        }
    }

    /** The file holds exactly this value, and the codec writes exactly this file. */
    public static <T> void assertHolds(String name, Codec<T> codec, T value) throws IOException {
        byte[] golden = bytes(name);
        assertThat(codec.decode(golden)).isEqualTo(value);
        assertThat(codec.encode(value)).isEqualTo(golden);
    }
}
